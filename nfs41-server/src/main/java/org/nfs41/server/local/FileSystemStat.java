package org.nfs41.server.local;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.nfs41.ops.fs.FsStatistics;

import java.lang.foreign.MemorySegment;

/**
 * What {@code fstatvfs} says of the host's file system.
 *
 * @param statistics how full it is
 * @param maxNameBytes its longest name
 */
record FileSystemStat(FsStatistics statistics, int maxNameBytes) {
    // the structure on 64-bit machines (statvfs(3)): whole words but for what is not used here
    private static final int FRAGMENT_BYTES_AT = 8;
    private static final int BLOCKS_AT = 16;
    private static final int FREE_BLOCKS_AT = 24;
    private static final int AVAILABLE_BLOCKS_AT = 32;
    private static final int FILES_AT = 40;
    private static final int FREE_FILES_AT = 48;
    private static final int AVAILABLE_FILES_AT = 56;
    private static final int MAX_NAME_AT = 80;

    static FileSystemStat of(int fd) throws HostException {
        MemorySegment buffer = Scratch.current().stat();
        HostException.check(Libc.fstatvfs(fd, buffer));
        long unit = buffer.get(JAVA_LONG, FRAGMENT_BYTES_AT);
        FsStatistics statistics =
                new FsStatistics(
                        unit * buffer.get(JAVA_LONG, BLOCKS_AT),
                        unit * buffer.get(JAVA_LONG, FREE_BLOCKS_AT),
                        unit * buffer.get(JAVA_LONG, AVAILABLE_BLOCKS_AT),
                        buffer.get(JAVA_LONG, FILES_AT),
                        buffer.get(JAVA_LONG, FREE_FILES_AT),
                        buffer.get(JAVA_LONG, AVAILABLE_FILES_AT));
        return new FileSystemStat(statistics, (int) buffer.get(JAVA_LONG, MAX_NAME_AT));
    }
}
