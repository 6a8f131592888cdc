package org.nfs41.server.local;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/** What kind of file system the host has in a directory (statfs(2)). */
final class FileSystemType {
    /** ext2, ext3 and ext4. */
    private static final long EXT = 0xef53;

    private static final long XFS = 0x5846_5342;
    private static final long BTRFS = 0x9123_683eL;
    private static final long F2FS = 0xf2f5_2010L;
    private static final long TMPFS = 0x0102_1994;

    private static final Set<Long> PROMPT = Set.of(EXT, XFS, BTRFS, F2FS, TMPFS);

    private FileSystemType() {}

    /**
     * Whether it is known to tell the attributes of an open object without waiting, and to say when
     * it would have to wait for content: those on a disk of this machine or in its memory are.
     */
    static boolean isPrompt(int fd) throws HostException {
        MemorySegment buffer = Scratch.current().stat();
        HostException.check(Libc.fstatfs(fd, buffer));
        return PROMPT.contains(buffer.get(ValueLayout.JAVA_LONG, 0));
    }
}
