package org.nfs41.benchmarks.load;

/** A slot of a session and the request that is under way on it. Used by one thread. */
final class Slot {
    /** The low bits of an xid that say which slot the request is on. */
    static final int SLOT_BITS = 10;

    private final int id;
    private int generation;
    private int sequenceId;
    private long offset;
    private long startedAt;
    private boolean busy;

    /**
     * A slot.
     *
     * @param sequenceId of the last request that was sent on it
     */
    Slot(int id, int sequenceId) {
        this.id = id;
        this.sequenceId = sequenceId;
    }

    /** The slot that a reply with this xid must belong to; may be one that does not exist. */
    static int idOf(int xid) {
        return xid & (1 << SLOT_BITS) - 1;
    }

    /**
     * The next request begins.
     *
     * @param startedAt when, by {@link System#nanoTime}
     * @param offset where in the file, for READ and WRITE
     */
    void begin(long startedAt, long offset) {
        generation++;
        sequenceId++;
        this.offset = offset;
        this.startedAt = startedAt;
        busy = true;
    }

    void end() {
        busy = false;
    }

    int id() {
        return id;
    }

    int xid() {
        return generation << SLOT_BITS | id;
    }

    int sequenceId() {
        return sequenceId;
    }

    long offset() {
        return offset;
    }

    long startedAt() {
        return startedAt;
    }

    boolean isBusy() {
        return busy;
    }
}
