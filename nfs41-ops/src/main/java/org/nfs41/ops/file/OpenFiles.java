package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.ClientState;
import org.nfs41.state.Grace;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.open.HeldLock;
import org.nfs41.state.open.LockTable;
import org.nfs41.state.open.Locked;
import org.nfs41.state.open.OpenTable;
import org.nfs41.state.open.Opened;
import org.nfs41.state.open.Reduced;
import org.nfs41.state.open.RevocationCause;
import org.nfs41.state.open.Share;
import org.nfs41.state.open.SpecialStateIds;
import org.nfs41.state.open.StateIds;
import org.nfs41.state.open.StateTables;
import org.nfs41.state.open.StateUse;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenToLockOwner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The opens of all clients with the byte-range locks under them, and with each open the file kept
 * alive: a file that is removed while it is open goes with its last CLOSE.
 *
 * <p>Every open retains its file once in the file system; whatever ends the open releases it.
 * Operations ask for the current file's and their session's client's opens. Safe for use by several
 * threads.
 */
public final class OpenFiles implements ClientState {
    private final StateTables<FileRef> tables;
    private final OpenTable<FileRef> opens;
    private final LockTable<FileRef> locks;
    private final StateIds<FileRef> stateIds;
    private final Grace grace;

    /** Null until there is somebody who can tell. */
    private volatile @Nullable LockNotices notices;

    /**
     * Opens as {@code tables} know them, which nobody else may change.
     *
     * @param grace when there may be opens that are still to be reclaimed
     */
    public OpenFiles(StateTables<FileRef> tables, Grace grace) {
        this.tables = tables;
        this.opens = tables.opens();
        this.locks = tables.locks();
        this.stateIds = tables.stateIds();
        this.grace = grace;
    }

    /** From now on those who wait for locks are told by {@code value} when they are free. */
    public void tellWaiters(LockNotices value) {
        notices = value;
    }

    /** How many opens there are, of all clients. */
    public int count() {
        return opens.count();
    }

    /** How many lock state ids and locked ranges there are, of all clients. */
    public int lockCount() {
        return locks.count();
    }

    @Override
    public boolean holdsState(long clientId) {
        return tables.holders().holdsState(clientId);
    }

    @Override
    public void release(long clientId) {
        tables.holders().release(clientId).forEach(OpenFiles::release);
        LockNotices told = notices;
        if (told != null) {
            told.ended(clientId);
        }
    }

    /**
     * Takes all that a client holds from it by an administrator's wish; its sessions stay.
     *
     * @return how many opens have been revoked
     */
    public int revoke(long clientId) {
        List<FileRef> files = tables.holders().revoke(clientId, RevocationCause.ADMINISTRATIVE);
        files.forEach(OpenFiles::release);
        return files.size();
    }

    /** Whether so much state is held that clients whose lease has lapsed should give way. */
    public boolean isNearlyFull() {
        return tables.isNearlyFull();
    }

    /**
     * Opens {@code file}. What clients hold whose lease has lapsed does not stand in the way.
     *
     * @param owner the owner's name as the client gave it
     * @param truncates whether the caller will cut the file
     * @return the state id, or SHARE_DENIED, DELAY if there are too many opens or one is about to
     *     give way, STALE if the file is gone, EXPIRED if the client is
     */
    Opened<FileRef> open(
            CompoundContext cx, Opaque owner, FileRef file, Share share, boolean truncates) {
        NfsStatus alive = file.fileSystem().retain(file.inode());
        if (!alive.isOk()) {
            return Opened.refused(alive);
        }
        ClientRecord client = cx.requireSession().client();
        Opened<FileRef> opened = opens.open(client, owner, file, share, truncates, cx.now());
        opened.revoked().forEach(OpenFiles::release);
        if (!opened.status().isOk() || opened.before() != null) {
            release(file);
        }
        if (client.ended()) {
            // its state may have been released before this open was part of it
            release(client.clientId());
            return Opened.refused(NfsStatus.EXPIRED);
        }
        return opened;
    }

    /** Whether the client may have one more open: as OpenTable says. */
    boolean hasRoom(CompoundContext cx) {
        return opens.hasRoom(clientId(cx));
    }

    /** Takes back an open whose operation fails after all. */
    void withdraw(CompoundContext cx, FileRef file, Opened<FileRef> opened) {
        if (opens.withdraw(clientId(cx), file, opened)) {
            release(file);
        }
    }

    /** Closes an open of the current file. */
    Reduced close(CompoundContext cx, StateId stateId) {
        FileRef file = cx.requireCurrent();
        Reduced closed = opens.close(stateId, clientId(cx), file);
        if (closed.status().isOk()) {
            release(file);
            locksChanged(cx, file);
        }
        return closed;
    }

    /** Reduces the modes of an open of the current file. */
    Reduced downgrade(CompoundContext cx, StateId stateId, Share share) {
        return opens.downgrade(stateId, clientId(cx), cx.requireCurrent(), share);
    }

    /** Locks bytes of the current file for an owner under an open: as LockTable says. */
    Locked lock(
            CompoundContext cx, StateId open, Opaque owner, ByteRange range, boolean exclusive) {
        StateId meant = CurrentStateId.resolve(cx, open);
        Locked locked =
                locks.lock(
                        meant,
                        clientId(cx),
                        cx.requireCurrent(),
                        owner,
                        range,
                        exclusive,
                        cx.now());
        return granted(cx, locked, owner);
    }

    /** Locks more bytes of the current file for the owner of a lock state id. */
    Locked lock(CompoundContext cx, StateId argument, ByteRange range, boolean exclusive) {
        StateId meant = CurrentStateId.resolve(cx, argument);
        FileRef file = cx.requireCurrent();
        Locked locked = locks.lock(meant, clientId(cx), file, range, exclusive, cx.now());
        return granted(cx, locked, locks.ownerOf(meant, clientId(cx), file));
    }

    private Locked granted(CompoundContext cx, Locked locked, @Nullable Opaque owner) {
        LockNotices told = notices;
        if (told != null && locked.status().isOk()) {
            told.granted(cx, cx.requireCurrent(), owner);
            // it may have been reduced to a read lock
            locksChanged(cx, cx.requireCurrent());
        }
        return locked;
    }

    /** Has a client told when it might get a lock that it was denied and wants to wait for. */
    void awaitLock(CompoundContext cx, Locker locker, ByteRange range, boolean exclusive) {
        LockNotices told = notices;
        Opaque owner =
                switch (locker) {
                    case Locker.New(OpenToLockOwner by) -> by.lockOwner().owner();
                    case Locker.Existing(ExistLockOwner by) ->
                            locks.ownerOf(
                                    CurrentStateId.resolve(cx, by.lockStateId()),
                                    clientId(cx),
                                    cx.requireCurrent());
                };
        if (told != null && owner != null) {
            told.denied(cx, owner, range, exclusive);
        }
    }

    /** Whether {@link #awaitLock} is of use to this client now. */
    boolean tellsOfLocks(CompoundContext cx) {
        LockNotices told = notices;
        return told != null && told.canTell(clientId(cx));
    }

    private void locksChanged(CompoundContext cx, FileRef file) {
        LockNotices told = notices;
        if (told != null) {
            told.freed(file, cx.now());
        }
    }

    /** What would stand in the way of a lock on the current file, or null. */
    @Nullable HeldLock testLock(
            CompoundContext cx, Opaque owner, ByteRange range, boolean exclusive) {
        return locks.test(clientId(cx), cx.requireCurrent(), owner, range, exclusive, cx.now());
    }

    /** Unlocks bytes of the current file. */
    Locked unlock(CompoundContext cx, StateId argument, ByteRange range) {
        StateId meant = CurrentStateId.resolve(cx, argument);
        Locked unlocked = locks.unlock(meant, clientId(cx), cx.requireCurrent(), range);
        if (unlocked.status().isOk()) {
            locksChanged(cx, cx.requireCurrent());
        }
        return unlocked;
    }

    /** Whether an argument's state id may be used on the current file: as StateIds says. */
    NfsStatus validate(CompoundContext cx, StateId argument, StateUse use) {
        FileRef file = cx.requireCurrent();
        StateId meant = CurrentStateId.resolve(cx, argument);
        NfsStatus status = stateIds.validate(meant, clientId(cx), file, use);
        if (status.isOk() && SpecialStateIds.isDeniable(meant, use)) {
            // an open that denies it may still be reclaimed (section 8.4.2.1)
            return grace.admitStateless();
        }
        if (!status.equals(NfsStatus.LOCKED)) {
            return status;
        }
        NfsStatus permitted = DataPermission.check(cx.credentials(), file, use);
        if (!permitted.isOk()) {
            // who may not use the file takes no open of it from anybody
            return permitted;
        }
        List<FileRef> revoked = opens.giveWay(file, use, cx.now());
        revoked.forEach(OpenFiles::release);
        if (!revoked.isEmpty()) {
            return stateIds.validate(meant, clientId(cx), file, use);
        }
        return opens.isDenied(file, use, cx.now()) ? status : NfsStatus.DELAY;
    }

    /**
     * Does what a file system may refuse because one of these files is open. What clients hold
     * whose lease has lapsed does not stand in the way (RFC 8881 section 8.4.3).
     *
     * @return what {@code action} returns; DELAY instead of FILE_OPEN if an open is about to give
     *     way
     */
    NfsStatus unlessOpen(CompoundContext cx, List<FileRef> files, Supplier<NfsStatus> action) {
        NfsStatus status = action.get();
        if (!status.equals(NfsStatus.FILE_OPEN)) {
            return status;
        }
        boolean waits = files.stream().anyMatch(file -> opens.isGivingWay(file, cx.now()));
        List<FileRef> revoked = new ArrayList<>();
        files.forEach(file -> revoked.addAll(opens.giveWay(file, cx.now())));
        revoked.forEach(OpenFiles::release);
        if (!revoked.isEmpty()) {
            return action.get();
        }
        return waits ? NfsStatus.DELAY : status;
    }

    /** What TEST_STATEID says of a state id. */
    NfsStatus test(CompoundContext cx, StateId stateId) {
        return stateIds.test(stateId, clientId(cx));
    }

    /** What FREE_STATEID does with a state id: as StateIds says. */
    NfsStatus free(CompoundContext cx, StateId argument) {
        return stateIds.free(CurrentStateId.resolve(cx, argument), clientId(cx));
    }

    private static void release(FileRef file) {
        file.fileSystem().release(file.inode());
    }

    private static long clientId(CompoundContext cx) {
        return cx.requireSession().client().clientId();
    }
}
