package org.nfs41.rpc.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct buffers of one size that one loop's connections use by turns for what their peers have not
 * taken yet.
 */
final class ChunkPool {
    /** The size of each buffer: what a socket usually takes at once. */
    static final int CHUNK_BYTES = 64 << 10;

    /** Unused buffers that are kept, 8 MiB of them. */
    private static final int KEPT = 128;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /** An empty buffer. */
    ByteBuffer acquire() {
        ByteBuffer chunk = free.pollLast();
        return chunk == null ? ByteBuffer.allocateDirect(CHUNK_BYTES) : chunk.clear();
    }

    /** Takes back what {@link #acquire} gave; any other buffer is left to the collector. */
    void release(ByteBuffer buffer) {
        if (buffer.isDirect() && buffer.capacity() == CHUNK_BYTES && free.size() < KEPT) {
            free.addLast(buffer);
        }
    }
}
