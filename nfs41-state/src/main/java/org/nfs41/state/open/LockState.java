package org.nfs41.state.open;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

/**
 * The byte-range locks that one lock owner has of one file under one open (RFC 8881 section 8.2.1):
 * one {@code other}, one seqid. It stays when its last lock goes, until it is freed or the open is
 * closed (section 8.2.4).
 *
 * <p>Changed only under the monitor of the open's {@link FileOpens}; {@link #check} needs none.
 */
final class LockState<F> {
    private static final int FREED = 0;

    final OpenState<F> open;

    /** The lock owner, which is not an open owner even if it has the same name (9.1.1). */
    final OwnerKey owner;

    final long otherHigh;
    final int otherLow;

    private volatile int seqid;

    LockState(OpenState<F> open, OwnerKey owner, StateId id) {
        this.open = open;
        this.owner = owner;
        this.otherHigh = id.otherHigh();
        this.otherLow = id.otherLow();
        this.seqid = id.seqid();
    }

    StateId id() {
        return new StateId(seqid, otherHigh, otherLow);
    }

    /**
     * Whether a state id with this seqid may do this: its access mode is that of the open (RFC 8881
     * section 9.1.2).
     *
     * @param access bits of {@link Share}, or {@link Share#NONE} if the modes do not matter
     * @return OK, BAD_STATEID, OLD_STATEID or OPENMODE
     */
    NfsStatus check(int given, int access) {
        int current = seqid;
        if (current == FREED) {
            return NfsStatus.BAD_STATEID;
        }
        NfsStatus status = Seqids.check(given, current);
        return status.isOk() ? open.check(0, access) : status;
    }

    void advanceLocked() {
        seqid = Seqids.next(seqid);
    }

    void freeLocked() {
        seqid = FREED;
    }
}
