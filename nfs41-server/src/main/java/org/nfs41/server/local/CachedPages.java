package org.nfs41.server.local;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Tells what the host has of a file in its page cache (cachestat(2), of Linux 6.5 and newer). */
final class CachedPages {
    /** Two numbers, the range, and behind them five, the answer. */
    static final int BYTES = 7 * Long.BYTES;

    private static final int ANSWER_AT = 2 * Long.BYTES;
    private static final long PAGE = Libc.getpagesize();

    private CachedPages() {}

    /**
     * Whether the whole range is there. What is there now may be gone a little later; a page that
     * is just being read from the disk is there already.
     *
     * @param offset where the range begins, within the file
     * @param length its length, up to the end of the file at most
     */
    static boolean areThere(int fd, long offset, int length) {
        MemorySegment memory = Scratch.current().pages();
        memory.set(ValueLayout.JAVA_LONG, 0, offset);
        memory.set(ValueLayout.JAVA_LONG, Long.BYTES, length);
        long answer = Libc.cachestat(fd, memory, memory.asSlice(ANSWER_AT), 0);
        long pages = (offset + length - 1) / PAGE - offset / PAGE + 1;
        return answer == 0 && memory.get(ValueLayout.JAVA_LONG, ANSWER_AT) >= pages;
    }
}
