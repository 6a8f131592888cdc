package org.nfs41.server.local;

import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Gives objects further names and takes names away. Safe for use by several threads. */
final class Linker {
    private final Volume volume;

    Linker(Volume volume) {
        this.volume = volume;
    }

    ChangeInfo link(Credentials caller, LocalInode target, LocalInode directory, Opaque name)
            throws HostException {
        Volume.require(directory.isDirectory(), NfsStatus.NOTDIR);
        Volume.require(!target.isDirectory(), NfsStatus.ISDIR);
        try (OpenObject above = volume.cache().acquire(directory);
                OpenObject object = volume.cache().acquire(target)) {
            ChangeInfo change;
            try (NameLocks.Held _ = volume.locks().write(directory)) {
                change = linkLocked(caller, object, above, name);
            }
            volume.stability().object(object);
            volume.stability().object(above);
            return change;
        }
    }

    private ChangeInfo linkLocked(
            Credentials caller, OpenObject target, OpenObject directory, Opaque name)
            throws HostException {
        FileStat above = Volume.searchable(caller, directory);
        Volume.require(target.stat().linkCount() > 0, NfsStatus.STALE);
        try (OpenObject taken = volume.childOrNull(directory, name)) {
            Volume.require(taken == null, NfsStatus.EXIST);
        }
        Volume.require(PosixPermissions.mayChangeEntries(caller, above), NfsStatus.ACCESS);
        Scratch scratch = Scratch.current();
        HostException.check(
                Libc.linkat(
                        Libc.AT_FDCWD,
                        scratch.fdPath(target.fd()),
                        directory.fd(),
                        scratch.entryName(name),
                        Libc.AT_SYMLINK_FOLLOW));
        volume.cache().seen(directory, name, target);
        target.touch();
        return new ChangeInfo(false, above.change(), directory.changed().change());
    }

    ChangeInfo remove(Credentials caller, LocalInode directory, Opaque name) throws HostException {
        Volume.require(directory.isDirectory(), NfsStatus.NOTDIR);
        try (OpenObject above = volume.cache().acquire(directory)) {
            ChangeInfo change;
            try (NameLocks.Held _ = volume.locks().write(directory)) {
                change = removeLocked(caller, above, name);
            }
            volume.stability().object(above);
            return change;
        }
    }

    private ChangeInfo removeLocked(Credentials caller, OpenObject directory, Opaque name)
            throws HostException {
        FileStat above = Volume.searchable(caller, directory);
        try (OpenObject victim = volume.cache().child(directory, name)) {
            requireRemovable(caller, above, victim.stat());
            int flags = victim.inode().isDirectory() ? Libc.AT_REMOVEDIR : 0;
            Scratch scratch = Scratch.current();
            int result = Libc.unlinkat(directory.fd(), scratch.entryName(name), flags);
            switch (-result) {
                // ext4 and others tell it so
                case Errno.EEXIST -> throw new HostException(NfsStatus.NOTEMPTY);
                // a program of the host has put something else there
                case Errno.EISDIR, Errno.ENOTDIR -> throw new HostException(NfsStatus.DELAY);
                default -> HostException.check(result);
            }
            victim.changed();
        }
        return new ChangeInfo(false, above.change(), directory.changed().change());
    }

    /** NFS4ERR_ACCESS if {@code caller} may not take such an entry out of such a directory. */
    static void requireRemovable(Credentials caller, FileStat directory, FileStat entry)
            throws HostException {
        boolean allowed =
                PosixPermissions.mayChangeEntries(caller, directory)
                        && PosixPermissions.mayRemoveEntry(caller, directory, entry);
        Volume.require(allowed, NfsStatus.ACCESS);
    }
}
