package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.server.memory.MemoryDirectory.Entry;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Renames. Thread-safe.
 *
 * <p>The entries are looked up without a lock, then the two directories and the two objects are
 * locked, then the entries are looked up again: if they are others now, it starts over.
 */
final class Renamer {
    private final Volume volume;
    private final Linker linker;

    /**
     * Held, and taken before any inode's lock, while a directory goes from one parent to another:
     * so that while one such move looks whether it would make a loop, no other changes the tree.
     */
    private final ReentrantLock moveLock = new ReentrantLock();

    Renamer(Volume volume, Linker linker) {
        this.volume = volume;
        this.linker = linker;
    }

    /** One rename, with what was found at its two names. */
    private record Move(
            Credentials caller,
            MemoryDirectory from,
            Opaque oldName,
            MemoryDirectory to,
            Opaque newName,
            @Nullable Entry source,
            @Nullable Entry target) {

        /** Whether a directory is to get another parent. */
        boolean isDirectoryMove() {
            return from != to && source != null && source.inode() instanceof MemoryDirectory;
        }

        boolean isCurrentLocked() {
            return Objects.equals(from.findLocked(oldName), source)
                    && Objects.equals(to.findLocked(newName), target);
        }

        InodeLocks lock() {
            return InodeLocks.of(
                    from,
                    to,
                    source == null ? null : source.inode(),
                    target == null ? null : target.inode());
        }
    }

    FsResult<Renamed> rename(
            Credentials caller,
            MemoryDirectory from,
            Opaque oldName,
            MemoryDirectory to,
            Opaque newName) {
        for (int attempt = 0; attempt < Linker.MAX_ATTEMPTS; attempt++) {
            Move move =
                    new Move(
                            caller,
                            from,
                            oldName,
                            to,
                            newName,
                            from.find(oldName),
                            to.find(newName));
            FsResult<Renamed> result = attempt(move);
            if (result != null) {
                return result;
            }
        }
        return FsResult.failed(NfsStatus.DELAY);
    }

    /** The result, or null if the entries have changed meanwhile. */
    private @Nullable FsResult<Renamed> attempt(Move move) {
        boolean directoryMove = move.isDirectoryMove();
        if (directoryMove) {
            moveLock.lock();
        }
        try (InodeLocks _ = move.lock()) {
            return move.isCurrentLocked() ? renameLocked(move) : null;
        } finally {
            if (directoryMove) {
                moveLock.unlock();
            }
        }
    }

    private FsResult<Renamed> renameLocked(Move move) {
        MemoryDirectory from = move.from();
        MemoryDirectory to = move.to();
        if (from.isRemoved() || to.isRemoved()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        if (!PosixPermissions.maySearch(move.caller(), from.stat())
                || !PosixPermissions.maySearch(move.caller(), to.stat())) {
            return FsResult.failed(NfsStatus.ACCESS);
        }
        Entry source = move.source();
        Entry target = move.target();
        if (source == null) {
            return FsResult.failed(NfsStatus.NOENT);
        }
        long fromBefore = from.stat().change();
        long toBefore = to.stat().change();
        boolean sameObject = target != null && target.inode() == source.inode();
        if (!sameObject) {
            NfsStatus refusal = checkLocked(move, source, target);
            if (!refusal.equals(NfsStatus.OK)) {
                return FsResult.failed(refusal);
            }
            applyLocked(move, source, target);
        }
        return FsResult.ok(
                new Renamed(
                        new ChangeInfo(true, fromBefore, from.stat().change()),
                        new ChangeInfo(true, toBefore, to.stat().change())));
    }

    private NfsStatus checkLocked(Move move, Entry source, @Nullable Entry target) {
        Credentials caller = move.caller();
        FileStat above = move.to().stat();
        if (!Linker.mayRemove(caller, move.from(), source)
                || !PosixPermissions.mayChangeEntries(caller, above)
                || (target != null && !Linker.mayRemove(caller, move.to(), target))) {
            return NfsStatus.ACCESS;
        }
        if (move.isDirectoryMove()) {
            if (isWithin(move.to(), source.inode())) {
                return NfsStatus.INVAL;
            }
            if (!PosixPermissions.mayAccess(caller, source.inode().stat(), Access.MODIFY)) {
                return NfsStatus.ACCESS;
            }
        }
        if (target != null) {
            return canReplace(source.inode(), target.inode()) ? NfsStatus.OK : NfsStatus.EXIST;
        }
        boolean full = above.linkCount() >= volume.limits().maxLinks();
        return full && move.isDirectoryMove() ? NfsStatus.MLINK : NfsStatus.OK;
    }

    /** Both non-directories, or both directories and the target empty (RFC 8881 18.26.3). */
    private static boolean canReplace(MemoryInode source, MemoryInode target) {
        boolean sourceIsDirectory = source instanceof MemoryDirectory;
        return target instanceof MemoryDirectory directory
                ? sourceIsDirectory && directory.isEmptyLocked()
                : !sourceIsDirectory;
    }

    /** Whether {@code directory} is {@code top} or below it; asked under the move lock. */
    private static boolean isWithin(MemoryDirectory directory, MemoryInode top) {
        for (MemoryDirectory at = directory; at != null; at = at.parent()) {
            if (at == top) {
                return true;
            }
        }
        return false;
    }

    private void applyLocked(Move move, Entry source, @Nullable Entry target) {
        NfsTime now = volume.now();
        boolean directory = source.inode() instanceof MemoryDirectory;
        int moreInTo = directory ? 1 : 0;
        if (target == null) {
            move.to().addLocked(move.newName(), source.inode());
        } else {
            move.to().replaceLocked(target, source.inode());
            moreInTo -= target.inode() instanceof MemoryDirectory ? 1 : 0;
            volume.space().give(Space.ENTRY_BYTES);
        }
        move.from().removeLocked(source);
        int moreInFrom = directory ? -1 : 0;
        if (move.from() == move.to()) {
            move.to().touchLocked(moreInFrom + moreInTo, now);
        } else {
            move.from().touchLocked(moreInFrom, now);
            move.to().touchLocked(moreInTo, now);
        }
        MemoryInode moved = source.inode();
        moved.statLocked(new StatEdit(moved.stat()).changed(now).done());
        if (moved instanceof MemoryDirectory movedDirectory) {
            movedDirectory.parentLocked(move.to());
        }
        if (target != null) {
            linker.dropNameLocked(target.inode(), now);
        }
    }
}
