package org.nfs41.rpc;

/**
 * How an accepted call went (RFC 5531 section 9, {@code accept_stat}). Open: a peer may send a
 * number that has no name here.
 *
 * @param value the number on the wire
 */
public record AcceptStatus(int value) {
    /** Executed; the procedure's results follow. */
    public static final AcceptStatus SUCCESS = new AcceptStatus(0);

    /** The program is not served here. */
    public static final AcceptStatus PROG_UNAVAIL = new AcceptStatus(1);

    /** The program is served, but not in this version. */
    public static final AcceptStatus PROG_MISMATCH = new AcceptStatus(2);

    /** The program has no such procedure. */
    public static final AcceptStatus PROC_UNAVAIL = new AcceptStatus(3);

    /** The arguments do not decode. */
    public static final AcceptStatus GARBAGE_ARGS = new AcceptStatus(4);

    /** The server failed. */
    public static final AcceptStatus SYSTEM_ERR = new AcceptStatus(5);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "SUCCESS";
            case 1 -> "PROG_UNAVAIL";
            case 2 -> "PROG_MISMATCH";
            case 3 -> "PROC_UNAVAIL";
            case 4 -> "GARBAGE_ARGS";
            case 5 -> "SYSTEM_ERR";
            default -> "accept_stat " + Integer.toUnsignedString(value);
        };
    }
}
