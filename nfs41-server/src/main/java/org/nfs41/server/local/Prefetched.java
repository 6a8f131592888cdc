package org.nfs41.server.local;

import java.lang.foreign.MemorySegment;

/**
 * Content of a file that a thread has read ahead of the READ that it is about to execute: what was
 * in the host's page cache, so that nothing was waited for.
 *
 * @param file of which file
 * @param offset where in it
 * @param wanted how much the READ asks for
 * @param count how much there was: less only at the end of the file
 * @param content begins with that; the memory of {@link Scratch#data}
 */
record Prefetched(HandleKey file, long offset, int wanted, int count, MemorySegment content) {
    /**
     * Reads ahead for the calling thread, unless the host would have to read its disk for that.
     *
     * @param fd open for reading
     * @return whether {@link Scratch#takePrefetched} has it
     */
    static boolean fetch(HandleKey file, int fd, long offset, int wanted) {
        Scratch scratch = Scratch.current();
        MemorySegment data = scratch.data();
        long count = now(fd, data, wanted, offset);
        if (count < 0 || count > wanted) {
            return false;
        }
        // a short read is the end of the file, or of what is in memory
        if (count < wanted && now(fd, data.asSlice(count), 1, offset + count) != 0) {
            return false;
        }
        scratch.prefetched(new Prefetched(file, offset, wanted, (int) count, data));
        return true;
    }

    private static long now(int fd, MemorySegment target, int length, long offset) {
        MemorySegment pieces = Scratch.current().piece(target, length);
        return Libc.preadv2(fd, pieces, 1, offset, Libc.RWF_NOWAIT);
    }
}
