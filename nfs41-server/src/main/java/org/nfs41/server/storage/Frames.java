package org.nfs41.server.storage;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frames of a log: magic number, length of the content, number of the frame, checksum of all
 * but itself, content. Big endian.
 *
 * <p>A frame is begun when the one before is stored. So what follows the last good frame is one
 * that was being written when the server died, which nobody knows of; unless yet another good frame
 * comes behind it, which shows that one that was stored is damaged.
 */
final class Frames {
    static final int HEADER_BYTES = 20;

    private static final int MAGIC = 'N' << 24 | 'F' << 16 | 'S' << 8 | 'L';
    private static final int LENGTH_AT = 4;
    private static final int NUMBER_AT = 8;
    private static final int CHECK_AT = 16;

    private Frames() {}

    static ByteBuffer frame(long number, byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + content.length);
        frame.putInt(MAGIC).putInt(content.length).putLong(number).putInt(0).put(content);
        frame.putInt(CHECK_AT, check(frame, 0, content.length));
        return frame.flip();
    }

    /** The content of the frame with that number at {@code at}, or null if none is there. */
    static @Nullable ByteBuffer contentAt(ByteBuffer log, int at, long number) {
        return isFrame(log, at) && log.getLong(at + NUMBER_AT) == number
                ? log.slice(at + HEADER_BYTES, log.getInt(at + LENGTH_AT))
                : null;
    }

    /** Whether a frame with a number of at least {@code number} begins behind {@code from}. */
    static boolean anyBehind(ByteBuffer log, int from, long number) {
        for (int at = from + 1; at <= log.limit() - HEADER_BYTES; at++) {
            if (isFrame(log, at) && log.getLong(at + NUMBER_AT) >= number) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFrame(ByteBuffer log, int at) {
        if (log.limit() - at < HEADER_BYTES || log.getInt(at) != MAGIC) {
            return false;
        }
        int length = log.getInt(at + LENGTH_AT);
        return length >= 0
                && length <= log.limit() - at - HEADER_BYTES
                && log.getInt(at + CHECK_AT) == check(log, at, length);
    }

    private static int check(ByteBuffer log, int at, int length) {
        CRC32C check = new CRC32C();
        check.update(log.slice(at, CHECK_AT));
        check.update(log.slice(at + HEADER_BYTES, length));
        return (int) check.getValue();
    }
}
