package org.nfs41.state.open;

import org.nfs41.state.lock.RangeLocks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.List;

/**
 * The byte-range locks that one lock owner has of one file under one open (RFC 8881 section 8.2.1):
 * one {@code other}, one seqid. It stays when its last lock goes, until it is freed or the open is
 * closed (section 8.2.4).
 *
 * <p>Changed only under the monitor of the open's {@link FileOpens}; {@link #check} needs none.
 */
final class LockState<F> extends HeldState<F> {
    private static final int FREED = 0;

    final OpenState<F> open;

    /** The lock owner, which is not an open owner even if it has the same name (9.1.1). */
    final OwnerKey owner;

    private volatile int seqid;

    LockState(OpenState<F> open, OwnerKey owner, StateId id) {
        super(open.client, open.file, open.name, id);
        this.open = open;
        this.owner = owner;
        this.seqid = id.seqid();
    }

    @Override
    StateId id() {
        return new StateId(seqid, otherHigh, otherLow);
    }

    /** Its access mode is that of the open (RFC 8881 section 9.1.2). */
    @Override
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

    @Override
    Places.OfClient places() {
        return client.locks;
    }

    @Override
    List<HeldState<F>> dependentsLocked() {
        return List.of();
    }

    @Override
    boolean isFreeableLocked() {
        return file.locksLocked().held(this) == 0;
    }

    @Override
    void leaveLocked() {
        RangeLocks<OwnerKey, LockState<F>> ranges = file.locksLocked();
        client.locks.leave(ranges.held(this));
        ranges.release(owner, this);
        open.locksLocked().remove(owner.name());
    }

    @Override
    void endLocked() {
        seqid = FREED;
    }

    @Override
    boolean isEnded() {
        return seqid == FREED;
    }
}
