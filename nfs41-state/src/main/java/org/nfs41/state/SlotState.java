package org.nfs41.state;

/** What a slot of the reply cache holds (RFC 8881 section 2.10.6.1). */
enum SlotState {
    /** No request yet: as if request 0 had been refused as misordered (section 18.36.4). */
    UNUSED(0),
    /** A request is being executed. */
    IN_PROGRESS(1),
    /** The last request is done and its reply was not kept. */
    UNCACHED(2),
    /** The last request is done and its reply is here. */
    CACHED(3),
    /** The reply is gone with the slot's memory; what the last request was is remembered. */
    RETIRED(4),
    /** For a moment: the memory is being given back. */
    RETIRING(5);

    private static final SlotState[] BY_CODE = values();

    private final int code;

    SlotState(int code) {
        this.code = code;
    }

    /** What the state is in a slot's word. */
    int code() {
        return code;
    }

    static SlotState of(int code) {
        return BY_CODE[code];
    }
}
