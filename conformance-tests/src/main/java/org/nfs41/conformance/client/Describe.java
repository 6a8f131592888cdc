package org.nfs41.conformance.client;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

/** How values of the protocol are shown to people. */
public final class Describe {
    private static final int MAX_LENGTH = 600;

    private Describe() {}

    /** The RFC's name of a status, such as {@code NFS4ERR_DELAY}, or its number. */
    public static String status(NfsStatus status) {
        return status.toString();
    }

    /** The RFC's name of an operation, such as {@code SEQUENCE}, or its number. */
    public static String operation(int number) {
        return Operation.of(number).toString();
    }

    /** Arguments, results or any other record, cut when very long. */
    public static String of(Object value) {
        String text =
                switch (value) {
                    case StatusOnly only -> only.op() + " " + status(only.status());
                    case ResOp result -> result.op() + " " + status(result.status()) + body(value);
                    default -> value.toString();
                };
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }

    private static String body(Object value) {
        String text = value.toString();
        int bracket = text.indexOf('[');
        return bracket < 0 ? "" : " " + text.substring(bracket);
    }
}
