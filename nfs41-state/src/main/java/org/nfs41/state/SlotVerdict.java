package org.nfs41.state;

/** What a slot makes of a request's sequence id (RFC 8881 sections 2.10.6.1 and 18.46.3). */
public enum SlotVerdict {
    /**
     * Never seen before: the slot is claimed and the request is to be executed, after which {@link
     * Slot#complete} or {@link Slot#abandon} is owed.
     */
    NEW,
    /** A retry whose reply was kept: {@link Slot#replay} has it. */
    REPLAY,
    /** A retry whose reply was not kept ({@code NFS4ERR_RETRY_UNCACHED_REP}). */
    UNCACHED_REPLAY,
    /**
     * A retry that overtook its original, or a request whose slot is being retired at this moment
     * ({@code NFS4ERR_DELAY}).
     */
    IN_PROGRESS,
    /** Neither the last nor the next sequence id ({@code NFS4ERR_SEQ_MISORDERED}). */
    MISORDERED,
    /** The last sequence id, for another request ({@code NFS4ERR_SEQ_FALSE_RETRY}). */
    FALSE_RETRY
}
