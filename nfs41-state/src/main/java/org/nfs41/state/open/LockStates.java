package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.lock.RangeLocks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock state ids of a server, and how much its locks may take. What one stands for belongs to
 * its open and is guarded with it; to find one takes no lock.
 */
final class LockStates<F> {
    private final StateIdSource ids;
    private final ConcurrentHashMap<Long, LockState<F>> byOther = new ConcurrentHashMap<>();

    /** State ids, revoked ones among them, and ranges. */
    final Places places;

    LockStates(StateIdSource ids, LockLimits limits) {
        this.ids = ids;
        this.places = new Places(limits.locksPerClient(), limits.locks());
    }

    /** The lock state of a client with this {@code other}, of this file unless that is null. */
    @Nullable LockState<F> find(StateId id, long clientId, @Nullable F file) {
        LockState<F> state = byOther.get(id.otherHigh());
        boolean found =
                state != null
                        && state.otherLow == id.otherLow()
                        && state.owner.clientId() == clientId
                        && (file == null || state.open.file.file.equals(file));
        return found ? state : null;
    }

    /** Whether a state id may be used for an access: BAD_STATEID if it is no lock's. */
    NfsStatus check(StateId id, long clientId, @Nullable F file, int access) {
        LockState<F> state = find(id, clientId, file);
        return state == null ? NfsStatus.BAD_STATEID : state.check(id.seqid(), access);
    }

    /** FREE_STATEID: frees a state id that has no locks; BAD_STATEID if it is no lock's. */
    NfsStatus free(StateId id, long clientId) {
        LockState<F> state = find(id, clientId, null);
        if (state == null) {
            return NfsStatus.BAD_STATEID;
        }
        synchronized (state.open.file) {
            NfsStatus status = state.check(id.seqid(), Share.NONE);
            if (!status.isOk()) {
                return status;
            }
            if (state.open.file.locksLocked().held(state) > 0) {
                return NfsStatus.LOCKS_HELD;
            }
            endLocked(state);
            return NfsStatus.OK;
        }
    }

    /** A new state id for an owner who has none under this open; room must be reserved. */
    LockState<F> addLocked(OpenState<F> open, OwnerKey owner) {
        OwnerKey kept = new OwnerKey(owner.clientId(), owner.name().detach());
        LockState<F> state = new LockState<>(open, kept, ids.next(owner.clientId()));
        byOther.put(state.otherHigh, state);
        open.locksLocked().put(kept.name(), state);
        return state;
    }

    /** Ends all lock states of an open and releases their locks. */
    void endAllLocked(OpenState<F> open) {
        for (LockState<F> state : open.allLocksLocked()) {
            endLocked(state);
        }
    }

    private void endLocked(LockState<F> state) {
        dropLocked(state);
        places.leave(state.open.client.locks, 1);
    }

    /** The same for a state id that keeps its place although it names nothing any more. */
    void dropLocked(LockState<F> state) {
        OpenState<F> open = state.open;
        RangeLocks<OwnerKey, LockState<F>> ranges = open.file.locksLocked();
        places.leave(open.client.locks, ranges.held(state));
        ranges.release(state.owner, state);
        open.locksLocked().remove(state.owner.name());
        state.freeLocked();
        byOther.remove(state.otherHigh);
    }
}
