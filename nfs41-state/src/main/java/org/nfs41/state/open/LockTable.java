package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.lock.RangeLock;
import org.nfs41.state.lock.RangeLocks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

/**
 * The byte-range locks under a server's opens: LOCK, LOCKT and LOCKU (RFC 8881 sections 9.1 to 9.6
 * and 18.10 to 18.12). What else there is to do with their state ids, {@link StateIds} does.
 *
 * <p>Locks are advisory: they keep others from locking, never from reading and writing (section
 * 9.1.2). They have the semantics of POSIX: LOCK_RANGE and LOCK_NOTSUPP do not occur, and a lock
 * must be sanctioned by its open's modes, a write lock by writing and a read lock by reading.
 * Nobody waits here, so that there is no deadlock to find: who asks for a lock that waits is denied
 * at once and asks again (section 9.6).
 *
 * <p>Locks of a client whose lease has lapsed are revoked when another client's LOCK meets them
 * (section 8.4.3); the open that they are under stays as long as it is in nobody's way.
 *
 * <p>Safe for use by several threads; whatever it does locks the one file.
 *
 * @param <F> what names a file
 */
public final class LockTable<F> {
    private final StateIds<F> ids;
    private final FileTable<F> files;

    /** State ids, revoked ones among them, and ranges. */
    private final Places places;

    LockTable(StateIds<F> ids, FileTable<F> files, Places places) {
        this.ids = ids;
        this.files = files;
        this.places = places;
    }

    /**
     * LOCK by an owner who is named and need not have a lock of the file yet. If it has a state id
     * for its locks under this open, that is what it gets again.
     *
     * @param openId the open that the lock is to be under
     * @param owner the lock owner's name; copied if it is to be kept
     * @param exclusive whether it is to be a write lock
     * @param now monotonic nanoseconds
     */
    public Locked lock(
            StateId openId,
            long clientId,
            F file,
            Opaque owner,
            ByteRange range,
            boolean exclusive,
            long now) {
        if (!(ids.find(openId, clientId, file) instanceof OpenState<F> open)) {
            return refused(NfsStatus.BAD_STATEID, openId, clientId);
        }
        synchronized (open.file) {
            NfsStatus status = open.check(openId.seqid(), access(exclusive));
            if (!status.isOk()) {
                return refused(status, openId, clientId);
            }
            LockState<F> state = open.locksLocked().get(owner);
            return state == null
                    ? lockFirstLocked(
                            open, new OwnerKey(clientId, owner, file), range, exclusive, now)
                    : lockAgainLocked(state, range, exclusive, now);
        }
    }

    /** LOCK by an owner who has a state id for its locks of the file. */
    public Locked lock(
            StateId lockId, long clientId, F file, ByteRange range, boolean exclusive, long now) {
        if (!(ids.find(lockId, clientId, file) instanceof LockState<F> state)) {
            return refused(NfsStatus.BAD_STATEID, lockId, clientId);
        }
        synchronized (state.file) {
            NfsStatus status = state.check(lockId.seqid(), access(exclusive));
            return status.isOk()
                    ? lockAgainLocked(state, range, exclusive, now)
                    : refused(status, lockId, clientId);
        }
    }

    /**
     * LOCKT: what would stand in the way of a lock, if one asked for it now.
     *
     * @return null if nothing would
     */
    public @Nullable HeldLock test(
            long clientId, F file, Opaque owner, ByteRange range, boolean exclusive, long now) {
        FileOpens<F> opened = files.find(file);
        if (opened == null) {
            return null;
        }
        synchronized (opened) {
            return conflictLocked(
                    opened, new OwnerKey(clientId, owner, file), range, exclusive, now);
        }
    }

    /**
     * LOCKU: to unlock what is not locked is no error. Locks that the owner has under other opens
     * are unlocked as well (RFC 8881 section 9.5).
     */
    public Locked unlock(StateId lockId, long clientId, F file, ByteRange range) {
        if (!(ids.find(lockId, clientId, file) instanceof LockState<F> state)) {
            return refused(NfsStatus.BAD_STATEID, lockId, clientId);
        }
        synchronized (state.file) {
            NfsStatus status = state.check(lockId.seqid(), Share.NONE);
            if (!status.isOk()) {
                return refused(status, lockId, clientId);
            }
            RangeLocks<OwnerKey, LockState<F>> ranges = state.file.locksLocked();
            int most = ranges.unlockAdds(state.owner, range) ? 1 : 0;
            if (!state.client.locks.take(most)) {
                return Locked.refused(NfsStatus.DELAY);
            }
            int before = ranges.count();
            ranges.unlock(state.owner, range);
            state.client.locks.leave(most - (ranges.count() - before));
            state.advanceLocked();
            return Locked.done(state.id());
        }
    }

    /** The name of the owner whose locks of a file a state id stands for, or null. */
    public @Nullable Opaque ownerOf(StateId lockId, long clientId, F file) {
        return ids.find(lockId, clientId, file) instanceof LockState<F> state
                ? state.owner.name()
                : null;
    }

    /** How many lock state ids, revoked ones among them, and locked ranges there are. */
    public int count() {
        return places.taken();
    }

    /** Whether there is nearly as much as there may be. */
    boolean isNearlyFull() {
        return places.isNearlyFull();
    }

    private Locked refused(NfsStatus status, StateId id, long clientId) {
        return Locked.refused(ids.orRevoked(status, id, clientId));
    }

    private Locked lockFirstLocked(
            OpenState<F> open, OwnerKey owner, ByteRange range, boolean exclusive, long now) {
        HeldLock conflict = conflictLocked(open.file, owner, range, exclusive, now);
        if (conflict != null) {
            return Locked.denied(conflict);
        }
        if (!open.client.locks.take(1 + RangeLocks.MOST_ADDED)) {
            return Locked.refused(NfsStatus.DELAY);
        }
        OwnerKey kept = new OwnerKey(owner.clientId(), owner.name().detach(), owner.file());
        LockState<F> state = new LockState<>(open, kept, ids.next(owner.clientId()));
        ids.add(state);
        open.locksLocked().put(kept.name(), state);
        lockLocked(state, range, exclusive);
        return Locked.done(state.id());
    }

    private Locked lockAgainLocked(
            LockState<F> state, ByteRange range, boolean exclusive, long now) {
        HeldLock conflict = conflictLocked(state.file, state.owner, range, exclusive, now);
        if (conflict != null) {
            return Locked.denied(conflict);
        }
        if (!state.client.locks.take(RangeLocks.MOST_ADDED)) {
            return Locked.refused(NfsStatus.DELAY);
        }
        lockLocked(state, range, exclusive);
        state.advanceLocked();
        return Locked.done(state.id());
    }

    /**
     * Locks, and gives back what of the room for it was not needed. What is in the way by now gives
     * way.
     */
    private void lockLocked(LockState<F> state, ByteRange range, boolean exclusive) {
        RangeLocks<OwnerKey, LockState<F>> ranges = state.file.locksLocked();
        RangeLock<OwnerKey, LockState<F>> lapsed =
                ranges.conflict(state.owner, range, exclusive, anybody -> true);
        while (lapsed != null) {
            ids.revokeLocked(lapsed.holder(), RevocationCause.LEASE_EXPIRED);
            lapsed = ranges.conflict(state.owner, range, exclusive, anybody -> true);
        }
        int before = ranges.count();
        ranges.lock(new RangeLock<>(range, exclusive, state.owner, state));
        int added = ranges.count() - before;
        state.client.locks.leave(RangeLocks.MOST_ADDED - added);
    }

    /**
     * What stands in the way of a lock. What clients hold whose lease has lapsed does not (RFC 8881
     * section 8.4.3). Nobody's lapse is noted, which costs a client its reclaim, as long as
     * somebody else is in the way.
     */
    private static <F> @Nullable HeldLock conflictLocked(
            FileOpens<F> file, OwnerKey owner, ByteRange range, boolean exclusive, long now) {
        RangeLocks<OwnerKey, LockState<F>> ranges = file.locksLocked();
        RangeLock<OwnerKey, LockState<F>> stays =
                ranges.conflict(
                        owner,
                        range,
                        exclusive,
                        holder -> isOf(holder, owner) || !holder.client.holder.silent(now));
        if (stays != null) {
            return held(stays, false);
        }
        RangeLock<OwnerKey, LockState<F>> yielding =
                ranges.conflict(
                        owner, range, exclusive, holder -> !holder.client.holder.lapsed(now));
        return yielding == null ? null : held(yielding, true);
    }

    private static <F> boolean isOf(LockState<F> state, OwnerKey owner) {
        return state.owner.clientId() == owner.clientId();
    }

    private static <F> HeldLock held(RangeLock<OwnerKey, LockState<F>> lock, boolean yielding) {
        return new HeldLock(
                lock.range(),
                lock.exclusive(),
                lock.owner().clientId(),
                lock.owner().name(),
                yielding);
    }

    private static int access(boolean exclusive) {
        return exclusive ? Share.WRITE : Share.READ;
    }
}
