package org.nfs41.server.memory;

import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/**
 * Finds names and lists directories, as they are at some moment of it. Thread-safe; takes no lock.
 *
 * @param instance the verifier of all cookies: they are good as long as the file system is there
 */
record NameReader(long instance) {
    FsResult<Inode> lookup(Credentials caller, MemoryInode directory, Opaque name) {
        NfsStatus refusal = checkSearch(caller, directory);
        if (!refusal.equals(NfsStatus.OK)) {
            return FsResult.failed(refusal);
        }
        MemoryDirectory.Entry entry = ((MemoryDirectory) directory).find(name);
        return entry == null ? FsResult.failed(NfsStatus.NOENT) : FsResult.ok(entry.inode());
    }

    FsResult<Inode> parent(Credentials caller, MemoryInode directory) {
        NfsStatus refusal = checkSearch(caller, directory);
        if (!refusal.equals(NfsStatus.OK)) {
            return FsResult.failed(refusal);
        }
        MemoryInode above = ((MemoryDirectory) directory).above();
        return above == null ? FsResult.failed(NfsStatus.NOENT) : FsResult.ok(above);
    }

    /** Shows what comes after {@code cookie}, until {@code visitor} has enough. */
    FsResult<DirectoryRead> list(
            Credentials caller,
            MemoryDirectory directory,
            long cookie,
            long verifier,
            DirectoryVisitor visitor) {
        NfsStatus refusal = checkReading(caller, directory, cookie, verifier);
        if (!refusal.equals(NfsStatus.OK)) {
            return FsResult.failed(refusal);
        }
        for (MemoryDirectory.Entry entry : directory.entriesAfter(cookie)) {
            if (!visitor.visit(entry.cookie(), entry.name(), entry.inode())) {
                return FsResult.ok(new DirectoryRead(instance, false));
            }
        }
        return FsResult.ok(new DirectoryRead(instance, true));
    }

    private NfsStatus checkReading(
            Credentials caller, MemoryDirectory directory, long cookie, long verifier) {
        if (directory.isGone()) {
            return NfsStatus.STALE;
        }
        if (!PosixPermissions.mayAccess(caller, directory.stat(), Access.READ)) {
            return NfsStatus.ACCESS;
        }
        if (cookie != 0 && verifier != instance) {
            return NfsStatus.NOT_SAME;
        }
        boolean known = cookie == 0 || directory.hasHadCookie(cookie);
        return known ? NfsStatus.OK : NfsStatus.BAD_COOKIE;
    }

    private static NfsStatus checkSearch(Credentials caller, MemoryInode inode) {
        if (!(inode instanceof MemoryDirectory directory)) {
            return inode.type().equals(FileType.NF4LNK) ? NfsStatus.SYMLINK : NfsStatus.NOTDIR;
        }
        if (directory.isGone()) {
            return NfsStatus.STALE;
        }
        return PosixPermissions.maySearch(caller, directory.stat())
                ? NfsStatus.OK
                : NfsStatus.ACCESS;
    }
}
