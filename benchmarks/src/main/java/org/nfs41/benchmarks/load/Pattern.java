package org.nfs41.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * The content of files: each word of eight bytes tells where it belongs, so that data of another
 * place, of another connection's file, or none at all is found out.
 */
final class Pattern {
    private static final long PLACE = 0x9E3779B97F4A7C15L;
    private static final long FILE = 0x5DEECE66DL;

    private Pattern() {}

    /**
     * The word at {@code offset}.
     *
     * @param file the number of the connection whose file it is
     * @param offset in bytes, a multiple of 8
     */
    static long word(int file, long offset) {
        return (offset >>> 3) * PLACE + (file + 1) * FILE;
    }

    /** The bytes of a file from {@code offset} on, which is a multiple of 8, as is the length. */
    static ByteBuffer bytes(int file, long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i += Long.BYTES) {
            bytes.putLong(i, word(file, offset + i));
        }
        return bytes;
    }
}
