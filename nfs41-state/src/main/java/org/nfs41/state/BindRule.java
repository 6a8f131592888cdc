package org.nfs41.state;

import org.jspecify.annotations.Nullable;

/** Which channels BIND_CONN_TO_SESSION gives a connection (RFC 8881 section 18.34.3). */
final class BindRule {
    /** No directions at all: {@code NFS4ERR_INVAL}. */
    static final int REFUSED = 0;

    // The values of channel_dir_from_client4.
    private static final int CDFC4_FORE = 1;
    private static final int CDFC4_BACK = 2;
    private static final int CDFC4_FORE_OR_BOTH = 3;
    private static final int CDFC4_BACK_OR_BOTH = 7;

    private BindRule() {}

    /**
     * Decides about a connection.
     *
     * <p>A connection that is associated already stays as it is: that is an answer to what accepts
     * it, and {@link #REFUSED} to what demands a change. One exception: a client that has lost its
     * connections sends its requests over a new one before it learns that the backchannel is down.
     * By these requests the new connection has got the fore channel, which the client has not
     * demanded and cannot give back. If it now asks for both channels it gets both, or it could
     * never have a backchannel again on that connection.
     *
     * @param current the connection's association, if any
     * @param wanted bctsa_dir
     * @param backPossible whether the session was created with a backchannel
     * @return directions as in {@link Binding}, or {@link #REFUSED}
     */
    static int directions(@Nullable Binding current, int wanted, boolean backPossible) {
        if (current == null) {
            return fresh(wanted, backPossible);
        }
        int has = current.directions();
        boolean addBack = !current.demanded() && has == Binding.FORE && backPossible;
        return switch (wanted) {
            case CDFC4_FORE -> has == Binding.FORE ? has : REFUSED;
            case CDFC4_BACK -> has == Binding.BACK ? has : REFUSED;
            case CDFC4_FORE_OR_BOTH -> has == Binding.BACK ? REFUSED : addBack ? Binding.BOTH : has;
            case CDFC4_BACK_OR_BOTH -> addBack ? Binding.BOTH : has == Binding.FORE ? REFUSED : has;
            default -> REFUSED;
        };
    }

    private static int fresh(int wanted, boolean backPossible) {
        return switch (wanted) {
            case CDFC4_FORE -> Binding.FORE;
            case CDFC4_BACK -> backPossible ? Binding.BACK : REFUSED;
            case CDFC4_FORE_OR_BOTH -> backPossible ? Binding.BOTH : Binding.FORE;
            case CDFC4_BACK_OR_BOTH -> backPossible ? Binding.BOTH : REFUSED;
            default -> REFUSED;
        };
    }
}
