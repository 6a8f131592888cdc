package org.nfs41.server.memory;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * How a {@link MemoryFileSystem} is to be.
 *
 * @param capacityBytes what its files, directories and their administration may take on the heap,
 *     about
 * @param maxFiles how many objects it may have
 * @param maxLinks the largest link count of an object
 * @param rootMode the root directory's permission bits; the superuser owns it
 * @param instance tells this file system from others, above all from one of an earlier run of the
 *     server: filehandles with another number are stale
 * @param clock what timestamps are taken from
 */
public record MemoryOptions(
        long capacityBytes,
        long maxFiles,
        int maxLinks,
        int rootMode,
        long instance,
        InstantSource clock) {
    /** Ample, and as many as a common file system on disk has. */
    private static final int MAX_LINKS = 65_000;

    /** Everybody may use the root: the first run of a server is for trying it out. */
    private static final int OPEN_TO_ALL = 0777;

    /** Allows a file for this many bytes of the capacity. */
    private static final long BYTES_PER_FILE = 2048;

    /** Half of the heap at most, as many files as may fit, a root open to all, the system clock. */
    public static MemoryOptions defaults() {
        return ofCapacity(Runtime.getRuntime().maxMemory() / 2);
    }

    /** The defaults, but for a capacity in bytes. */
    public static MemoryOptions ofCapacity(long capacityBytes) {
        return new MemoryOptions(
                capacityBytes,
                Math.max(1, capacityBytes / BYTES_PER_FILE),
                MAX_LINKS,
                OPEN_TO_ALL,
                new SecureRandom().nextLong(),
                InstantSource.system());
    }

    /** These, with another clock. */
    public MemoryOptions withClock(InstantSource newClock) {
        return new MemoryOptions(capacityBytes, maxFiles, maxLinks, rootMode, instance, newClock);
    }

    /** These, with another limit on the number of objects. */
    public MemoryOptions withMaxFiles(long newMaxFiles) {
        return new MemoryOptions(capacityBytes, newMaxFiles, maxLinks, rootMode, instance, clock);
    }

    /** These, with another limit on the links of an object. */
    public MemoryOptions withMaxLinks(int newMaxLinks) {
        return new MemoryOptions(capacityBytes, maxFiles, newMaxLinks, rootMode, instance, clock);
    }

    /** These, with other permission bits for the root. */
    public MemoryOptions withRootMode(int newRootMode) {
        return new MemoryOptions(capacityBytes, maxFiles, maxLinks, newRootMode, instance, clock);
    }
}
