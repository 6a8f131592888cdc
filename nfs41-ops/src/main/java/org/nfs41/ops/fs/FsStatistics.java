package org.nfs41.ops.fs;

/**
 * How full a file system is.
 *
 * @param totalBytes its size
 * @param freeBytes what is unused
 * @param availableBytes what an ordinary user may still use
 * @param totalFiles how many objects it can hold
 * @param freeFiles how many more
 * @param availableFiles how many more an ordinary user may create
 */
public record FsStatistics(
        long totalBytes,
        long freeBytes,
        long availableBytes,
        long totalFiles,
        long freeFiles,
        long availableFiles) {}
