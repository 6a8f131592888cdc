package org.nfs41.ops.fs;

/**
 * The answer to reading a directory.
 *
 * @param verifier to be given with the cookies of this reading when going on
 * @param eof whether there is no entry after the last one that the visitor took
 */
public record DirectoryRead(long verifier, boolean eof) {}
