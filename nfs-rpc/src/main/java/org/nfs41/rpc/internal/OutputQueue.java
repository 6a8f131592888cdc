package org.nfs41.rpc.internal;

import org.nfs41.rpc.ReplyTail;

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

    /** Stands among the buffers where the next of the tails is to be written. */
    private static final ByteBuffer TAIL = ByteBuffer.allocate(0);

    private static final ByteBuffer PAD = ByteBuffer.allocate(Integer.BYTES);

    private final ChunkPool pool;
    private final LargeBuffers large;
    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
    private final ArrayDeque<ReplyTail> tails = new ArrayDeque<>();
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

    /** Appends a tail and what fills its last word; closes it when it is written or forgotten. */
    void add(ReplyTail tail) {
        int length = tail.remaining();
        if (length == 0) {
            tail.close();
            return;
        }
        buffers.addLast(TAIL);
        tails.addLast(tail);
        bytes += length;
        addCopy(PAD, 0, ReplyWriter.padded(length) - length);
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
        tails.forEach(ReplyTail::close);
        tails.clear();
        bytes = 0;
    }

    private long writeOnce(GatheringByteChannel channel) throws IOException {
        if (isTail(buffers.getFirst())) {
            return tails.getFirst().writeTo(channel);
        }
        int count = beforeNextTail();
        if (count == 1) {
            return channel.write(buffers.getFirst());
        }
        ByteBuffer[] gathered = new ByteBuffer[count];
        Iterator<ByteBuffer> next = buffers.iterator();
        for (int i = 0; i < count; i++) {
            gathered[i] = next.next();
        }
        return channel.write(gathered);
    }

    /** How many buffers one gathered write can take; the first is no tail. */
    private int beforeNextTail() {
        int most = Math.min(GATHERED, buffers.size());
        if (tails.isEmpty()) {
            return most;
        }
        int count = 0;
        for (ByteBuffer buffer : buffers) {
            if (isTail(buffer) || count == most) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Only one has no room for anything. */
    private static boolean isTail(ByteBuffer buffer) {
        return buffer.capacity() == 0;
    }

    private void dropWritten() {
        ByteBuffer head = buffers.peekFirst();
        while (head != null && !head.hasRemaining()) {
            if (isTail(head)) {
                if (tails.getFirst().remaining() > 0) {
                    return;
                }
                tails.removeFirst().close();
            }
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
