package org.nfs41.rpc.internal;

import org.nfs41.rpc.RecordDecoder;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers for large replies that other threads write, and for large calls that they read:
 * what is read from a file goes there, and from there to the socket, or the other way, without a
 * copy between. Safe for use by several threads.
 */
final class LargeBuffers {
    /** The largest READ with all that is around it. */
    static final int BYTES = (1 << 20) + (64 << 10);

    /** Replies that are smaller have a buffer on the heap, which the collector gets cheaply. */
    private static final int LEAST_BYTES = 128 << 10;

    /** Unused buffers that are kept, 17 MiB of them. */
    private static final int KEPT = 16;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);
    private final RecordDecoder.Buffers forRecords = new ForRecords();

    /** An empty buffer of at least this capacity, direct if that pays. */
    ByteBuffer acquire(int capacity) {
        if (capacity < LEAST_BYTES || capacity > BYTES) {
            return ByteBuffer.allocate(capacity);
        }
        ByteBuffer kept = free.poll();
        return kept == null ? ByteBuffer.allocateDirect(BYTES) : kept;
    }

    /** The same buffers for records that come in, all of them direct. */
    RecordDecoder.Buffers forRecords() {
        return forRecords;
    }

    /** Takes back what was given; any other buffer is left to the collector. */
    void release(ByteBuffer buffer) {
        if (buffer.isDirect() && buffer.capacity() == BYTES) {
            var _ = free.offer(buffer.clear());
        }
    }

    /** Gives what there is for free early, and makes new ones only as large as has come already. */
    private final class ForRecords implements RecordDecoder.Buffers {
        /** With so much of a record there, it is worth one of the buffers that are kept. */
        private static final int LEAST_BYTES_FOR_KEPT = 64 << 10;

        /** From so much on a new buffer is a large one, which can be used again. */
        private static final int LEAST_BYTES_FOR_LARGE = BYTES / 4;

        @Override
        public ByteBuffer acquire(int capacity) {
            boolean fits = capacity >= LEAST_BYTES_FOR_KEPT && capacity <= BYTES;
            ByteBuffer kept = fits ? free.poll() : null;
            if (kept != null) {
                return kept;
            }
            boolean large = fits && capacity >= LEAST_BYTES_FOR_LARGE;
            return ByteBuffer.allocateDirect(large ? BYTES : capacity);
        }

        @Override
        public void release(ByteBuffer buffer) {
            LargeBuffers.this.release(buffer);
        }
    }
}
