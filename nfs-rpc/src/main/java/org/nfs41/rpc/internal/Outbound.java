package org.nfs41.rpc.internal;

import org.nfs41.rpc.ReplyTail;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Writes a connection's socket; what the peer does not take at once waits here. For one thread. */
final class Outbound {
    private final SocketChannel channel;
    private final EventLoop loop;
    private final Counters counters;
    private final OutputQueue queue;
    private long replyBytes;

    Outbound(SocketChannel channel, EventLoop loop, Counters counters) {
        this.channel = channel;
        this.loop = loop;
        this.counters = counters;
        this.queue = new OutputQueue(loop.chunks(), loop.largeBuffers());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /**
     * How many of the bytes that are waiting may be of replies. A connection must go on reading
     * while only its own calls wait: its peer may take no more of them until it has got rid of
     * replies.
     */
    long replyBytes() {
        return replyBytes;
    }

    /**
     * Writes the records in {@code batch} and clears it.
     *
     * @return whether the peer took any byte, or was given some to take for the first time
     */
    boolean write(XdrWriter batch) throws IOException {
        int length = batch.position();
        ByteBuffer buffer = batch.buffer();
        int taken = 0;
        boolean wasEmpty = queue.isEmpty();
        if (wasEmpty) {
            try {
                taken = channel.write(buffer.limit(length).position(0));
            } finally {
                // The buffer is the whole loop's: others go on with it when this peer is gone.
                buffer.clear();
            }
            counters.bytesOut.add(taken);
        }
        addFrom(batch, taken);
        return wasEmpty;
    }

    /** Appends the records in {@code batch} and clears it. */
    void addBatch(XdrWriter batch) {
        addFrom(batch, 0);
    }

    private void addFrom(XdrWriter batch, int from) {
        int length = batch.position();
        if (from < length) {
            queue.addCopy(batch.buffer(), from, length);
            replyBytes += length - from;
            loop.addQueuedBytes(length - from);
        }
        batch.clear();
    }

    /** Appends what the reply that was appended last ends in, up to a whole word. */
    void addTail(ReplyTail tail) {
        int length = ReplyWriter.padded(tail.remaining());
        queue.add(tail);
        replyBytes += length;
        loop.addQueuedBytes(length);
    }

    /** Appends the reply in the first {@code length} bytes of {@code record}, not used again. */
    void addReply(ByteBuffer record, int length) {
        addCall(record, length);
        replyBytes += length;
    }

    /** Appends the call in the first {@code length} bytes of {@code record}, not used again. */
    void addCall(ByteBuffer record, int length) {
        queue.add(record, 0, length);
        loop.addQueuedBytes(length);
    }

    /** Writes what is waiting, as far as the peer takes it; returns how many bytes it took. */
    long flush() throws IOException {
        long taken = queue.writeTo(channel);
        replyBytes = Math.min(replyBytes, queue.bytes());
        loop.addQueuedBytes(-taken);
        counters.bytesOut.add(taken);
        return taken;
    }

    /** Forgets what is waiting. */
    void clear() {
        loop.addQueuedBytes(-queue.bytes());
        queue.clear();
        replyBytes = 0;
    }
}
