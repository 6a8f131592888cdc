package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * The write locks of several inodes, held until {@link #close}.
 *
 * <p>They are taken in the order of file ids, each once: nobody who holds one waits for one with a
 * smaller id, so there is no deadlock whatever the inodes are to each other.
 */
final class InodeLocks implements AutoCloseable {
    private final MemoryInode[] inodes;
    private final long[] stamps;

    private InodeLocks(MemoryInode[] inodes) {
        this.inodes = inodes;
        this.stamps = new long[inodes.length];
        for (int i = 0; i < inodes.length; i++) {
            stamps[i] = inodes[i].lock().writeLock();
        }
    }

    /** Locks those of {@code inodes} that are not null; the same one may be named again. */
    static InodeLocks of(@Nullable MemoryInode... inodes) {
        return new InodeLocks(
                Arrays.stream(inodes)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted(Comparator.comparingLong(MemoryInode::fileId))
                        .toArray(MemoryInode[]::new));
    }

    @Override
    public void close() {
        for (int i = inodes.length - 1; i >= 0; i--) {
            inodes[i].lock().unlockWrite(stamps[i]);
        }
    }
}
