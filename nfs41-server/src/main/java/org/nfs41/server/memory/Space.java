package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.FsStatistics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What of the file system's memory is in use: the one place where its size is bounded.
 *
 * <p>Everything that a client can make grow is charged here before it is allocated, with about what
 * it costs on the heap. Safe for use by several threads.
 */
final class Space {
    /** What an object is charged, whatever its content: inode, attributes, lock, table entry. */
    static final int INODE_BYTES = 1024;

    /** What a name in a directory is charged: the name itself and its place in two maps. */
    static final int ENTRY_BYTES = 512;

    /** What an entry of an access control list is charged: the entry and its place in the list. */
    private static final int ACE_BYTES = 64;

    private final long totalBytes;
    private final long totalFiles;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong usedFiles = new AtomicLong();

    Space(long totalBytes, long totalFiles) {
        this.totalBytes = totalBytes;
        this.totalFiles = totalFiles;
    }

    /** What an access control list is charged. */
    static int bytesOf(@Nullable Acl acl) {
        return acl == null ? 0 : ACE_BYTES * acl.entries().size();
    }

    /** Takes {@code bytes}; false, and nothing taken, if so many are not free. */
    boolean take(long bytes) {
        return take(usedBytes, totalBytes, bytes);
    }

    /** Gives {@code bytes} back. */
    void give(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    /** Takes what a new object needs, and {@code bytes} beside; false if that is not free. */
    boolean takeInode(long bytes) {
        if (!take(usedFiles, totalFiles, 1)) {
            return false;
        }
        if (!take(INODE_BYTES + bytes)) {
            usedFiles.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives back what an object took, and {@code bytes} beside. */
    void giveInode(long bytes) {
        give(INODE_BYTES + bytes);
        usedFiles.decrementAndGet();
    }

    FsStatistics statistics() {
        long freeBytes = totalBytes - usedBytes.get();
        long freeFiles = totalFiles - usedFiles.get();
        return new FsStatistics(totalBytes, freeBytes, freeBytes, totalFiles, freeFiles, freeFiles);
    }

    private static boolean take(AtomicLong used, long total, long amount) {
        long before = used.get();
        while (amount <= total - before) {
            long found = used.compareAndExchange(before, before + amount);
            if (found == before) {
                return true;
            }
            before = found;
        }
        return false;
    }
}
