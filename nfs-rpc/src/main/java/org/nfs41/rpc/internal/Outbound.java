package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.ReplyTail;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes a connection's socket; what the peer does not take at once waits here. For one thread.
 *
 * <p>Whatever is appended has the connection flushed soon, once for all that has come by then. The
 * time that a peer may take nothing begins when there is something to take. After the end nothing
 * waits and nothing is appended.
 */
final class Outbound {
    private final TcpConnection connection;
    private final SocketChannel channel;
    private final EventLoop loop;
    private final Timeouts timeouts;
    private final Counters counters;
    private final OutputQueue queue;
    private long replyBytes;
    private boolean flushRequested;
    private boolean ended;

    Outbound(
            TcpConnection connection,
            SocketChannel channel,
            EventLoop loop,
            Timeouts timeouts,
            Counters counters) {
        this.connection = connection;
        this.channel = channel;
        this.loop = loop;
        this.timeouts = timeouts;
        this.counters = counters;
        this.queue = new OutputQueue(loop.chunks(), loop.largeBuffers());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether something waits that the peer must make room for. */
    boolean waitsForPeer() {
        return !queue.isEmpty() && !flushRequested;
    }

    /** Whether nothing is sent any more. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * How many of the bytes that are waiting may be of replies. A connection must go on reading
     * while only its own calls wait: its peer may take no more of them until it has got rid of
     * replies.
     */
    long replyBytes() {
        return replyBytes;
    }

    /** Writes the records in {@code batch}, if there are any, and clears it. */
    void write(XdrWriter batch) throws IOException {
        int length = batch.position();
        if (length == 0) {
            return;
        }
        ByteBuffer buffer = batch.buffer();
        int taken = 0;
        if (queue.isEmpty()) {
            try {
                taken = channel.write(buffer.limit(length).position(0));
            } finally {
                // The buffer is the whole loop's: others go on with it when this peer is gone.
                buffer.clear();
            }
            counters.bytesOut.add(taken);
            timeouts.written(loop.nowNanos());
        }
        addFrom(batch, taken);
    }

    /** Appends the records in {@code batch}, the last of which goes on with {@code tail}. */
    void addBatch(XdrWriter batch, ReplyTail tail) {
        beforeAppend();
        addFrom(batch, 0);
        addTail(tail);
        requestFlush();
    }

    /**
     * Appends the reply in the first {@code length} bytes of {@code record}, not used again, and in
     * {@code tail}.
     */
    void addReply(ByteBuffer record, int length, @Nullable ReplyTail tail) {
        if (ended) {
            if (tail != null) {
                tail.close();
            }
            return;
        }
        beforeAppend();
        add(record, length);
        replyBytes += length;
        if (tail != null) {
            addTail(tail);
        }
        requestFlush();
    }

    /**
     * Appends the call in the first {@code length} bytes of {@code record}, not used again; not
     * after the end.
     */
    void addCall(ByteBuffer record, int length) {
        beforeAppend();
        add(record, length);
        requestFlush();
    }

    /** Has the connection flushed, unless that is about to happen or it has ended. */
    void requestFlush() {
        if (!flushRequested && !ended) {
            flushRequested = true;
            loop.flushLater(connection);
        }
    }

    /** Writes what is waiting, as far as the peer takes it. */
    void flush() throws IOException {
        flushRequested = false;
        long taken = queue.writeTo(channel);
        replyBytes = Math.min(replyBytes, queue.bytes());
        loop.addQueuedBytes(-taken);
        counters.bytesOut.add(taken);
        if (taken > 0) {
            timeouts.written(loop.nowNanos());
        }
    }

    /** Tells the peer that nothing will come any more; when nothing is waiting. */
    void shutdown() throws IOException {
        ended = true;
        channel.shutdownOutput();
    }

    /** Forgets what is waiting. */
    void end() {
        ended = true;
        loop.addQueuedBytes(-queue.bytes());
        queue.clear();
        replyBytes = 0;
    }

    private void beforeAppend() {
        if (queue.isEmpty()) {
            timeouts.written(loop.nowNanos());
        }
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

    /** What the reply that was appended last ends in, up to a whole word. */
    private void addTail(ReplyTail tail) {
        int length = ReplyWriter.padded(tail.remaining());
        queue.add(tail);
        replyBytes += length;
        loop.addQueuedBytes(length);
    }

    private void add(ByteBuffer record, int length) {
        queue.add(record, 0, length);
        loop.addQueuedBytes(length);
    }
}
