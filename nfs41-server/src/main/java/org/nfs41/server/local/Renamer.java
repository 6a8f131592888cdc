package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Renames. Safe for use by several threads. */
final class Renamer {
    private final Volume volume;

    Renamer(Volume volume) {
        this.volume = volume;
    }

    /** One rename: where from and where to. */
    private record Move(
            Credentials caller, OpenObject from, Opaque oldName, OpenObject to, Opaque newName) {}

    Renamed rename(
            Credentials caller, LocalInode from, Opaque oldName, LocalInode to, Opaque newName)
            throws HostException {
        Volume.require(from.isDirectory() && to.isDirectory(), NfsStatus.NOTDIR);
        try (OpenObject source = volume.cache().acquire(from);
                OpenObject target = volume.cache().acquire(to)) {
            Move move = new Move(caller, source, oldName, target, newName);
            Renamed renamed;
            try (NameLocks.Held _ = volume.locks().write(from, to)) {
                renamed = renameLocked(move);
            }
            // the new name first: an object with two names after a crash is better than without
            volume.stability().object(target);
            if (source != target) {
                volume.stability().object(source);
            }
            return renamed;
        }
    }

    private Renamed renameLocked(Move move) throws HostException {
        FileStat from = Volume.searchable(move.caller(), move.from());
        FileStat to = Volume.searchable(move.caller(), move.to());
        try (OpenObject source = volume.cache().child(move.from(), move.oldName());
                OpenObject target = volume.childOrNull(move.to(), move.newName())) {
            if (source == target) {
                return new Renamed(unchanged(from), unchanged(to));
            }
            check(move, from, to, source, target);
            apply(move, source, target);
        }
        FileStat fromAfter = move.from().changed();
        FileStat toAfter = move.from() == move.to() ? fromAfter : move.to().changed();
        return new Renamed(
                new ChangeInfo(false, from.change(), fromAfter.change()),
                new ChangeInfo(false, to.change(), toAfter.change()));
    }

    private static ChangeInfo unchanged(FileStat directory) {
        return new ChangeInfo(false, directory.change(), directory.change());
    }

    private static void check(
            Move move, FileStat from, FileStat to, OpenObject source, @Nullable OpenObject target)
            throws HostException {
        Credentials caller = move.caller();
        FileStat moved = source.stat();
        Linker.requireRemovable(caller, from, moved);
        Volume.require(PosixPermissions.mayChangeEntries(caller, to), NfsStatus.ACCESS);
        if (target != null) {
            Linker.requireRemovable(caller, to, target.stat());
            boolean fits = source.inode().isDirectory() == target.inode().isDirectory();
            Volume.require(fits, NfsStatus.EXIST);
        }
        boolean newParent = source.inode().isDirectory() && move.from() != move.to();
        boolean movable = !newParent || PosixPermissions.mayAccess(caller, moved, Access.MODIFY);
        Volume.require(movable, NfsStatus.ACCESS);
    }

    private void apply(Move move, OpenObject source, @Nullable OpenObject target)
            throws HostException {
        Scratch scratch = Scratch.current();
        int result =
                Libc.renameat(
                        move.from().fd(),
                        scratch.entryName(move.oldName()),
                        move.to().fd(),
                        scratch.otherEntryName(move.newName()));
        switch (-result) {
            case Errno.ENOTEMPTY, Errno.EEXIST, Errno.EISDIR, Errno.ENOTDIR ->
                    throw new HostException(NfsStatus.EXIST);
            default -> HostException.check(result);
        }
        volume.cache().seen(move.to(), move.newName(), source);
        source.touch();
        if (target != null) {
            target.changed();
        }
    }
}
