package org.nfs41.conformance.run;

import org.nfs41.conformance.check.Level;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the user asks for: {@code SEQ-021}, {@code SEQ-*}, {@code tag:callback}, {@code level:must},
 * {@code rfc:2.10.6} (that section and those under it) or {@code bug:B-014}. Immutable.
 *
 * @param text as written
 */
public record Selector(String text, Predicate<CheckInfo> matches) {
    private static final Pattern ID_OR_GLOB = Pattern.compile("[A-Za-z0-9*?-]+");
    private static final Pattern SECTION = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for the user when it is none
     */
    public static Selector parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1);
        return new Selector(
                text,
                switch (kind) {
                    case "" -> byId(value);
                    case "tag" -> check -> check.tags().contains(value.toLowerCase(Locale.ROOT));
                    case "level" -> byLevel(value);
                    case "rfc" -> bySection(value);
                    case "bug" -> check -> Arrays.asList(check.check().bugs()).contains(value);
                    default -> throw unknown(text);
                });
    }

    private static Predicate<CheckInfo> byId(String glob) {
        if (!ID_OR_GLOB.matcher(glob).matches()) {
            throw unknown(glob);
        }
        String regex = glob.replace("*", ".*").replace("?", ".");
        Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        return check -> pattern.matcher(check.id()).matches();
    }

    private static Predicate<CheckInfo> byLevel(String name) {
        for (Level level : Level.values()) {
            if (level.name().equalsIgnoreCase(name)) {
                return check -> check.level() == level;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no level: must or should");
    }

    private static Predicate<CheckInfo> bySection(String section) {
        if (!SECTION.matcher(section).matches()) {
            throw new IllegalArgumentException("'" + section + "' is no section number");
        }
        return check ->
                check.sections().stream()
                        .anyMatch(s -> s.equals(section) || s.startsWith(section + "."));
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "' selects nothing: use an id (SEQ-021), a glob (SEQ-*), tag:NAME,"
                        + " level:must, rfc:2.10.6 or bug:B-014");
    }

    /**
     * The checks that some of {@code chosen} match (all, when there are none) and none of {@code
     * excluded}.
     */
    public static List<CheckInfo> select(
            List<CheckInfo> checks, List<Selector> chosen, List<Selector> excluded) {
        return checks.stream()
                .filter(check ->
                        chosen.isEmpty() || chosen.stream().anyMatch(s -> s.matches.test(check)))
                .filter(check -> excluded.stream().noneMatch(s -> s.matches.test(check)))
                .toList();
    }
}
