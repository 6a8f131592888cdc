package org.nfs41.rpc.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers for large replies that other threads write: what is read from a file goes there,
 * and from there to the socket, without a copy between. Safe for use by several threads.
 */
final class LargeBuffers {
    /** The largest READ with all that is around it. */
    static final int BYTES = (1 << 20) + (64 << 10);

    /** Replies that are smaller have a buffer on the heap, which the collector gets cheaply. */
    private static final int LEAST_BYTES = 128 << 10;

    /** Unused buffers that are kept, 17 MiB of them. */
    private static final int KEPT = 16;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

    /** An empty buffer of at least this capacity, direct if that pays. */
    ByteBuffer acquire(int capacity) {
        if (capacity < LEAST_BYTES || capacity > BYTES) {
            return ByteBuffer.allocate(capacity);
        }
        ByteBuffer kept = free.poll();
        return kept == null ? ByteBuffer.allocateDirect(BYTES) : kept;
    }

    /** Takes back what {@link #acquire} gave; any other buffer is left to the collector. */
    void release(ByteBuffer buffer) {
        if (buffer.isDirect() && buffer.capacity() == BYTES) {
            var _ = free.offer(buffer);
        }
    }
}
