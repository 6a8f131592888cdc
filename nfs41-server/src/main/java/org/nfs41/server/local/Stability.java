package org.nfs41.server.local;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StableHow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts onto the host's disk what a client was promised to find there, and knows the verifier that
 * tells clients what may have been lost. Safe for use by several threads.
 */
final class Stability {
    /** How the host is told to store a file's data, and its attributes unless data is enough. */
    @FunctionalInterface
    interface Sync {
        /** Stores what was written to {@code fd}; returns as {@link Libc} does. */
        int run(int fd, boolean dataOnly);

        /** The C library's. */
        Sync OF_HOST = (fd, dataOnly) -> dataOnly ? Libc.fdatasync(fd) : Libc.fsync(fd);
    }

    /**
     * Changed when data that was not promised yet may be lost: by a restart, as each instance
     * begins with another one, and when the host fails to write, as it then forgets what it could
     * not write.
     */
    private final AtomicLong verifier;

    private final Sync sync;

    /** Begins with this verifier. */
    Stability(long firstVerifier, Sync sync) {
        this.verifier = new AtomicLong(firstVerifier);
        this.sync = sync;
    }

    long verifier() {
        return verifier.get();
    }

    /** Stores what was written to {@code fd}. */
    void data(int fd, StableHow how) throws HostException {
        if (how.equals(StableHow.UNSTABLE)) {
            return;
        }
        int result = sync.run(fd, how.equals(StableHow.DATA_SYNC));
        if (result < 0) {
            verifier.incrementAndGet();
            forget(fd);
            HostException.check(result);
        }
    }

    /**
     * Drops what the host could not write but still has in memory as if it had. ext4 would go on to
     * take its blocks for empty: what is written to such pages again it stores, says so, and reads
     * zeros there as soon as it has to ask the disk.
     */
    private static void forget(int fd) {
        // where that is not possible, as with a directory, it is not needed
        Libc.posix_fadvise(fd, 0, 0, Libc.POSIX_FADV_DONTNEED);
    }

    /**
     * Stores attributes, or the entries of a directory. Symbolic links and special files cannot be
     * opened for that; they are stored with the directory that they are in.
     */
    void object(OpenObject object) throws HostException {
        LocalInode inode = object.inode();
        if (inode.isFile() || inode.isDirectory()) {
            int fd;
            try {
                fd = object.anyFd();
            } catch (HostException e) {
                // a server that is not root cannot open what it may not read
                if (e.status().equals(NfsStatus.ACCESS)) {
                    return;
                }
                throw e;
            }
            data(fd, StableHow.FILE_SYNC);
        }
    }
}
