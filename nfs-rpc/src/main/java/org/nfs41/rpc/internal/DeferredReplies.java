package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.ReplyTail;
import org.nfs41.rpc.RpcConnection;

import java.nio.ByteBuffer;

/**
 * The calls of one connection that are answered later, each from the moment when that is decided
 * until its reply waits to be written or there will be none. What is kept of a call is released
 * with it, and the connection is flushed then: it may have waited for this one to take more calls
 * or to end. Everything but {@link #connection} and {@link #loop} is for the connection's loop.
 */
final class DeferredReplies {
    /** Smaller calls are copied: the buffers that they would be left in are large and few. */
    private static final int LEAST_GIVEN_BYTES = 256 << 10;

    private final RpcConnection connection;
    private final EventLoop loop;
    private final Inbound inbound;
    private final Outbound outbound;
    private final FlowControl flow;
    private final Counters counters;

    DeferredReplies(
            RpcConnection connection,
            EventLoop loop,
            Inbound inbound,
            Outbound outbound,
            FlowControl flow,
            Counters counters) {
        this.connection = connection;
        this.loop = loop;
        this.inbound = inbound;
        this.outbound = outbound;
        this.flow = flow;
        this.counters = counters;
    }

    RpcConnection connection() {
        return connection;
    }

    EventLoop loop() {
        return loop;
    }

    /** A program will answer the call that is being dispatched later. */
    void deferred() {
        flow.deferred();
        counters.deferred.increment();
    }

    /**
     * So many bytes of the call that is being dispatched are kept until it is answered.
     *
     * @return whether the buffer that they are in goes to the caller; if not, they must be copied
     */
    boolean kept(int bytes) {
        flow.kept(bytes);
        return bytes >= LEAST_GIVEN_BYTES && inbound.giveRecord(LargeBuffers.BYTES);
    }

    /**
     * The reply is in the first {@code length} bytes of {@code record} and goes on with {@code
     * tail}; nobody gets it when the connection has ended.
     *
     * @param keptBytes what was {@link #kept} of the call
     */
    void completed(int keptBytes, ByteBuffer record, int length, @Nullable ReplyTail tail) {
        outbound.addReply(record, length, tail);
        dropped(keptBytes);
    }

    /**
     * There is no reply (any more) to wait for.
     *
     * @param keptBytes what was {@link #kept} of the call
     */
    void dropped(int keptBytes) {
        flow.kept(-keptBytes);
        flow.completed();
        outbound.requestFlush();
    }
}
