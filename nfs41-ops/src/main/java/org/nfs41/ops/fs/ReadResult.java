package org.nfs41.ops.fs;

/**
 * The answer to a read.
 *
 * @param count how many bytes were put into the buffer: 0 or more, at most the number asked for
 * @param eof whether the last byte read is the file's last, or the offset is at or after its end
 */
public record ReadResult(int count, boolean eof) {}
