package org.nfs41.state.open;

/**
 * How much state byte-range locks may take. What counts is each lock state id and each range: a
 * client can have the one without the other, and as many pieces of a range as it likes.
 *
 * @param locksPerClient the most of one client, 3 or more
 * @param locks the most of all clients together, 3 or more
 */
public record LockLimits(int locksPerClient, int locks) {
    /** More than a busy database holds; at worst, with owners of 1,024 bytes, about 60 MiB. */
    public static final int DEFAULT_LOCKS_PER_CLIENT = 65_536;

    /** Sixteen clients at their limit; with owners of usual size about 300 MiB. */
    public static final int DEFAULT_LOCKS = 1_048_576;

    /** The limits of a server that was not told otherwise. */
    public static final LockLimits DEFAULT =
            new LockLimits(DEFAULT_LOCKS_PER_CLIENT, DEFAULT_LOCKS);

    /** What the first lock must have room for: its state id, and a range that may be split. */
    private static final int LEAST = 3;

    /** Checks the ranges. */
    public LockLimits {
        if (locksPerClient < LEAST || locks < LEAST) {
            throw new IllegalArgumentException("limits must let at least one lock be");
        }
    }
}
