package org.nfs41.conformance.run;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259), indented by two spaces. */
public final class Json {
    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** The text of a value that is made of these. */
    public static String write(Object value) {
        Json json = new Json();
        json.value(value, 0);
        return json.out.append('\n').toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> array(list, depth);
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> text(value.toString());
        }
    }

    private void object(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            line(depth + 1);
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            value(entry.getValue(), depth + 1);
            out.append(entries.hasNext() ? "," : "");
        }
        line(depth);
        out.append('}');
    }

    private void array(List<?> list, int depth) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        Iterator<?> values = list.iterator();
        while (values.hasNext()) {
            line(depth + 1);
            value(values.next(), depth + 1);
            out.append(values.hasNext() ? "," : "");
        }
        line(depth);
        out.append(']');
    }

    private void line(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    boolean plain = c >= FIRST_PRINTABLE && !Character.isSurrogate(c);
                    out.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
                }
            }
        }
        out.append('"');
    }
}
