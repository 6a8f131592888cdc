package org.nfs41.rpc.internal;

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

    Outbound(SocketChannel channel, EventLoop loop, Counters counters) {
        this.channel = channel;
        this.loop = loop;
        this.counters = counters;
        this.queue = new OutputQueue(loop.chunks());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How many bytes are waiting. */
    long bytes() {
        return queue.bytes();
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
            taken = channel.write(buffer.limit(length).position(0));
            buffer.clear();
            counters.bytesOut.add(taken);
        }
        if (taken < length) {
            queue.addCopy(buffer, taken, length);
            loop.addQueuedBytes(length - taken);
        }
        batch.clear();
        return wasEmpty;
    }

    /** Appends the first {@code length} bytes of {@code record}, which is not used again. */
    void add(ByteBuffer record, int length) {
        queue.add(record, 0, length);
        loop.addQueuedBytes(length);
    }

    /** Writes what is waiting, as far as the peer takes it; returns how many bytes it took. */
    long flush() throws IOException {
        long taken = queue.writeTo(channel);
        loop.addQueuedBytes(-taken);
        counters.bytesOut.add(taken);
        return taken;
    }

    /** Forgets what is waiting. */
    void clear() {
        loop.addQueuedBytes(-queue.bytes());
        queue.clear();
    }
}
