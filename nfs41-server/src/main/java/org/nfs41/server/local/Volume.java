package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/**
 * What the operations on one export share.
 *
 * @param root the directory at the top
 * @param cache the objects
 * @param locks the locks of directories
 * @param xattrs where named attributes are kept
 * @param stability puts things onto the disk
 * @param prompt whether the host's file system answers at once for what it has in memory
 * @param privileged whether the server is root and gives objects to those who make them
 */
record Volume(
        LocalInode root,
        ObjectCache cache,
        NameLocks locks,
        UserXattrs xattrs,
        Stability stability,
        boolean prompt,
        boolean privileged) {

    /** The object with {@code name}, or null if there is none. The caller closes it. */
    @Nullable OpenObject childOrNull(OpenObject directory, Opaque name) throws HostException {
        try {
            return cache.child(directory, name);
        } catch (HostException e) {
            if (e.status().equals(NfsStatus.NOENT)) {
                return null;
            }
            throw e;
        }
    }

    /** The attributes of a directory that {@code caller} may search: NFS4ERR_ACCESS if not. */
    static FileStat searchable(Credentials caller, OpenObject directory) throws HostException {
        FileStat stat = directory.stat();
        require(PosixPermissions.maySearch(caller, stat), NfsStatus.ACCESS);
        return stat;
    }

    /** Fails with {@code refusal} if something is not as it must be. */
    static void require(boolean condition, NfsStatus refusal) throws HostException {
        if (!condition) {
            throw new HostException(refusal);
        }
    }

    /** Fails with {@code status} unless it is OK. */
    static void require(NfsStatus status) throws HostException {
        require(status.isOk(), status);
    }

    /** NFS4ERR_NOTDIR if {@code inode} is no directory, or NFS4ERR_SYMLINK. */
    static void requireDirectory(LocalInode inode) throws HostException {
        NfsStatus refusal =
                inode.type().equals(FileType.NF4LNK) ? NfsStatus.SYMLINK : NfsStatus.NOTDIR;
        require(inode.isDirectory(), refusal);
    }

    /** NFS4ERR_ISDIR, NFS4ERR_SYMLINK or NFS4ERR_WRONG_TYPE if it is no regular file. */
    static void requireFile(LocalInode inode) throws HostException {
        if (inode.isFile()) {
            return;
        }
        if (inode.isDirectory()) {
            throw new HostException(NfsStatus.ISDIR);
        }
        boolean link = inode.type().equals(FileType.NF4LNK);
        throw new HostException(link ? NfsStatus.SYMLINK : NfsStatus.WRONG_TYPE);
    }
}
