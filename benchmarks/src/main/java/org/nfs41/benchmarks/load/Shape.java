package org.nfs41.benchmarks.load;

/**
 * How much is requested at a time, and by whom.
 *
 * @param connections each a client of its own with a session of its own
 * @param depth requests at a time on each connection, which are its slots
 * @param threads of the generator; each has its connections for itself
 * @param rate requests a second, of all connections together, that are due whether others have been
 *     answered or not; 0 for a closed loop, in which the next one waits for an answer
 * @param fileBytes the size of each connection's file, in scenarios that have one
 * @param uid the user of AUTH_SYS
 * @param gid the group of AUTH_SYS
 */
record Shape(
        int connections, int depth, int threads, double rate, int fileBytes, int uid, int gid) {
    /** As many slots as an xid of {@link Slot} can tell apart. */
    static final int MAX_DEPTH = 1 << Slot.SLOT_BITS;

    /** As many connections as usually stay below a process's limit of open files. */
    static final int MAX_CONNECTIONS = 4000;

    /** Whether requests are due at a rate. */
    boolean isOpenLoop() {
        return rate > 0;
    }

    @Override
    public String toString() {
        return connections + " x " + depth;
    }
}
