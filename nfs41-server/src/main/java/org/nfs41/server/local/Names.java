package org.nfs41.server.local;

import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Finds objects by their names, and names by directory. Safe for use by several threads. */
final class Names {
    /** Further up than any directory can be: deeper ones cannot be reached by a path. */
    private static final int MAX_DEPTH = 2048;

    private final Volume volume;

    Names(Volume volume) {
        this.volume = volume;
    }

    Inode lookup(Credentials caller, LocalInode directory, Opaque name) throws HostException {
        Volume.requireDirectory(directory);
        try (OpenObject open = volume.cache().acquire(directory);
                NameLocks.Held _ = volume.locks().read(directory)) {
            Volume.searchable(caller, open);
            try (OpenObject child = volume.cache().child(open, name)) {
                return child.inode();
            }
        }
    }

    Inode parent(Credentials caller, LocalInode directory) throws HostException {
        Volume.requireDirectory(directory);
        try (OpenObject open = volume.cache().acquire(directory)) {
            Volume.searchable(caller, open);
            Volume.require(!directory.equals(volume.root()), NfsStatus.NOENT);
            try (OpenObject above = volume.cache().above(open)) {
                requireWithin(above);
                return above.inode();
            }
        }
    }

    /**
     * NFS4ERR_STALE unless {@code directory} is the root or below it: the host may have moved the
     * one that was asked about out of the export.
     */
    void requireWithin(OpenObject directory) throws HostException {
        HandleKey at = directory.inode().key();
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            if (at.equals(volume.root().key())) {
                return;
            }
            HandleKey above = keyAbove(at);
            if (above.equals(at)) {
                break;
            }
            at = above;
        }
        throw new HostException(NfsStatus.STALE);
    }

    private HandleKey keyAbove(HandleKey key) throws HostException {
        try (OpenObject open = volume.cache().acquire(key);
                OpenObject above = volume.cache().above(open)) {
            return above.inode().key();
        } catch (HostException e) {
            // the top of the host's file system is in another mount
            boolean top = e.status().equals(NfsStatus.NOENT);
            throw top ? new HostException(NfsStatus.STALE) : e;
        }
    }

    Opaque readLink(LocalInode link) throws HostException {
        Volume.require(link.type().equals(FileType.NF4LNK), NfsStatus.WRONG_TYPE);
        try (OpenObject open = volume.cache().acquire(link)) {
            open.stat();
            Scratch scratch = Scratch.current();
            MemorySegment text = scratch.path();
            long length =
                    HostException.check(
                            Libc.readlinkat(open.fd(), scratch.empty(), text, text.byteSize()));
            return Opaque.of(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    DirectoryRead read(
            Credentials caller,
            LocalInode directory,
            long cookie,
            long verifier,
            DirectoryVisitor visitor)
            throws HostException {
        Volume.require(directory.isDirectory(), NfsStatus.NOTDIR);
        try (OpenObject open = volume.cache().acquire(directory)) {
            boolean allowed = PosixPermissions.mayAccess(caller, open.stat(), Access.READ);
            Volume.require(allowed, NfsStatus.ACCESS);
            Volume.require(Cookies.isPossible(cookie), NfsStatus.BAD_COOKIE);
            // the host's positions mean the same after a restart, so there is one for ever
            boolean same = cookie == 0 || verifier == Cookies.VERIFIER;
            Volume.require(same, NfsStatus.NOT_SAME);
            try (NameLocks.Held _ = volume.locks().read(directory);
                    DirectoryReader reader = DirectoryReader.open(open.fd(), cookie)) {
                return new DirectoryRead(Cookies.VERIFIER, offer(open, reader, visitor));
            }
        }
    }

    /** Offers entry after entry; whether all were taken. */
    private boolean offer(OpenObject directory, DirectoryReader reader, DirectoryVisitor visitor)
            throws HostException {
        while (reader.next()) {
            Opaque name = reader.name();
            OpenObject child = volume.childOrNull(directory, name);
            if (child != null) {
                try (child) {
                    if (!visitor.visit(reader.cookie(), name, child.inode())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
