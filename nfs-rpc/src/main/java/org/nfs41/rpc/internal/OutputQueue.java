package org.nfs41.rpc.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * What a connection's peer has not taken yet, in order. Small pieces are put together, large ones
 * are kept as they are; both leave in gathered writes. For one thread.
 */
final class OutputQueue {
    /** From this size on a piece is not copied. */
    private static final int OWN_PIECE_BYTES = 16 << 10;

    /** Buffers of one gathered write; Linux takes up to 1,024, few are ever there. */
    private static final int GATHERED = 64;

    private final ChunkPool pool;
    private final LargeBuffers large;
    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
    private long bytes;

    OutputQueue(ChunkPool pool, LargeBuffers large) {
        this.pool = pool;
        this.large = large;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** How many bytes are waiting. */
    long bytes() {
        return bytes;
    }

    /** Appends the bytes from {@code from} up to {@code to} of a buffer that is not used again. */
    void add(ByteBuffer source, int from, int to) {
        if (to - from < OWN_PIECE_BYTES) {
            addCopy(source, from, to);
        } else {
            buffers.addLast(source.clear().limit(to).position(from));
            bytes += to - from;
        }
    }

    /** Appends a copy of the bytes from {@code from} up to {@code to}. */
    void addCopy(ByteBuffer source, int from, int to) {
        int at = from;
        while (at < to) {
            ByteBuffer tail = tailWithRoom();
            int end = tail.limit();
            int count = Math.min(to - at, tail.capacity() - end);
            tail.limit(end + count).put(end, source, at, count);
            at += count;
        }
        bytes += to - from;
    }

    /** Writes until all is written or no more is taken; returns how many bytes were. */
    long writeTo(GatheringByteChannel channel) throws IOException {
        long written = 0;
        while (bytes > 0) {
            long count = writeOnce(channel);
            if (count == 0) {
                break;
            }
            written += count;
            bytes -= count;
            dropWritten();
        }
        return written;
    }

    /** Forgets everything. */
    void clear() {
        buffers.forEach(this::release);
        buffers.clear();
        bytes = 0;
    }

    private long writeOnce(GatheringByteChannel channel) throws IOException {
        if (buffers.size() == 1) {
            return channel.write(buffers.getFirst());
        }
        ByteBuffer[] gathered = new ByteBuffer[Math.min(GATHERED, buffers.size())];
        Iterator<ByteBuffer> next = buffers.iterator();
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = next.next();
        }
        return channel.write(gathered);
    }

    private void dropWritten() {
        ByteBuffer head = buffers.peekFirst();
        while (head != null && !head.hasRemaining()) {
            buffers.removeFirst();
            release(head);
            head = buffers.peekFirst();
        }
    }

    private void release(ByteBuffer buffer) {
        pool.release(buffer);
        large.release(buffer);
    }

    /** The last buffer if it is one of the pool's and not full, else a new one. */
    private ByteBuffer tailWithRoom() {
        ByteBuffer tail = buffers.peekLast();
        if (tail == null || !tail.isDirect() || tail.limit() == tail.capacity()) {
            tail = pool.acquire().limit(0);
            buffers.addLast(tail);
        }
        return tail;
    }
}
