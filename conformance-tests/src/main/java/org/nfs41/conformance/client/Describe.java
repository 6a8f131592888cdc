package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How values of the protocol are shown to people. */
public final class Describe {
    private static final int MAX_LENGTH = 700;
    private static final int MAX_TEXT_BYTES = 80;

    private Describe() {}

    /** The RFC's name of a status, such as {@code NFS4ERR_DELAY}, or its number. */
    public static String status(NfsStatus status) {
        return status.toString();
    }

    /** The RFC's name of an operation, such as {@code SEQUENCE}, or its number. */
    public static String operation(int number) {
        return Operation.of(number).toString();
    }

    /** Arguments, results or any other value, cut when very long. */
    public static String of(@Nullable Object value) {
        String text =
                switch (value) {
                    case StatusOnly only -> only.op() + " " + status(only.status());
                    case ResOp res -> res.op() + " " + status(res.status()) + fields(res);
                    case ArgOp args -> args.op() + fields(args);
                    case CbResOp res -> res.op() + " " + status(res.status()) + fields(res);
                    case CbArgOp args -> args.op() + fields(args);
                    case null, default -> value(value);
                };
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }

    private static String fields(Object value) {
        if (!(value instanceof Record) || value.getClass().getRecordComponents().length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object field = read(component, value);
            boolean status = field instanceof NfsStatus && component.getName().equals("status");
            if (!status) {
                text.append(' ').append(component.getName()).append('=').append(value(field));
            }
        }
        return text.toString();
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Opaque opaque -> opaque(opaque);
            case Integer number -> Integer.toUnsignedString(number);
            case OptionalInt none when none.isEmpty() -> "none";
            case OptionalLong none when none.isEmpty() -> "none";
            case Optional<?> none when none.isEmpty() -> "none";
            case Collection<?> list ->
                    list.stream().map(Describe::value).collect(Collectors.joining(", ", "[", "]"));
            case SessionId id -> id.toString();
            case StateId id -> id.toString();
            case Operation op -> op.toString();
            case CallbackOperation op -> op.toString();
            case NfsStatus status -> status(status);
            case Bitmap bitmap -> bitmap.toString();
            case ArgOp op -> of(op);
            case CbArgOp op -> of(op);
            case Record one when isNumber(one) -> one.toString();
            case Record any -> any.getClass().getSimpleName() + "(" + fields(any).strip() + ")";
            default -> value.toString();
        };
    }

    /** An open enumeration of the protocol, which knows its names itself. */
    private static boolean isNumber(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        return components.length == 1
                && components[0].getName().equals("value")
                && components[0].getType() == int.class;
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return "?";
        }
    }

    /** Bytes that are plain text as text, others in hexadecimal. */
    private static String opaque(Opaque opaque) {
        if (opaque.isEmpty() || opaque.length() > MAX_TEXT_BYTES) {
            return opaque.isEmpty() ? "\"\"" : opaque.toString();
        }
        String text = opaque.utf8();
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return plain ? '"' + text + '"' : opaque.toString();
    }
}
