package org.nfs41.rpc.internal;

import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcException;
import org.nfs41.rpc.RpcLimits;
import org.nfs41.rpc.RpcResponse;
import org.nfs41.xdr.XdrWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One socket, from being connected to its end. What comes in goes its way through {@link Incoming},
 * what goes out waits in {@link Outbound}; this decides when either goes on, and when all is over.
 * Everything but the methods of {@link RpcConnection} and {@link #loop} runs on the connection's
 * loop, so only it reads and writes the socket and no two records mix.
 */
final class TcpConnection extends NamedConnection implements EventLoop.Handler {
    private enum Phase {
        OPEN,
        /** Takes no more calls; those in progress are still answered. */
        DRAINING,
        /** Everything is sent; waits for the peer to close, so that it gets everything. */
        LINGERING,
        ENDED
    }

    /** Replies are written before more calls are answered once this much has come together. */
    private static final int BATCH_BYTES = EventLoop.READ_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    private final EventLoop loop;
    private final ConnectionOwner owner;
    private final Counters counters;
    private final SocketChannel channel;
    private final Interest interest;

    private final Timeouts timeouts;
    private final Incoming incoming;
    private final OutgoingCalls outgoing;
    private final Dispatcher dispatcher;
    private final Outbound outbound;
    private final FlowControl flow;
    private final XdrWriter batch;

    private Phase phase = Phase.OPEN;
    private boolean peerClosed;

    private volatile boolean open = true;

    private TcpConnection(
            EventLoop loop, ConnectionOwner owner, SocketChannel channel, SelectionKey key)
            throws IOException {
        super(channel.getRemoteAddress());
        this.loop = loop;
        this.owner = owner;
        this.channel = channel;
        interest = new Interest(key);
        counters = owner.counters();
        RpcLimits limits = owner.limits();
        timeouts = new Timeouts(limits, loop.nowNanos());
        batch = loop.batch();
        outbound = new Outbound(this, channel, loop, timeouts, counters);
        flow = new FlowControl(limits, loop, outbound);
        outgoing = new OutgoingCalls(this, outbound, limits, counters);
        Inbound inbound = new Inbound(channel, loop, limits.recordBytes());
        DeferredReplies deferred =
                new DeferredReplies(this, loop, inbound, outbound, flow, counters);
        dispatcher =
                new Dispatcher(
                        owner.programs(),
                        new CallHead(this),
                        new DirectReply(deferred, outbound, batch, limits.recordBytes()),
                        counters);
        incoming = new Incoming(this, loop, inbound, dispatcher, outgoing, timeouts, counters);
    }

    /** Puts {@code channel}, which is connected, on {@code loop}; called on it. */
    static TcpConnection open(EventLoop loop, ConnectionOwner owner, SocketChannel channel)
            throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(loop.selector(), SelectionKey.OP_READ);
        TcpConnection connection = new TcpConnection(loop, owner, channel, key);
        key.attach(connection);
        loop.add(connection);
        owner.counters().opened.increment();
        connection.dispatcher.tell(program -> program.connectionOpened(connection));
        return connection;
    }

    EventLoop loop() {
        return loop;
    }

    // what the loop says

    @Override
    public void ready(SelectionKey key) {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        if ((ready & SelectionKey.OP_READ) != 0 && phase != Phase.ENDED && !flow.isPaused()) {
            read();
        }
    }

    @Override
    public void failed(Throwable cause) {
        endForCause("internal error: " + cause);
    }

    /** Writes what is waiting and goes on with what had to wait for that. */
    void flush() {
        if (phase == Phase.ENDED) {
            return;
        }
        try {
            outbound.flush();
        } catch (IOException e) {
            end(e.toString());
            return;
        }
        if (flow.resumes()) {
            incoming.resume();
            if (!writeBatch()) {
                return;
            }
        }
        settle();
    }

    /** Ends the connection if its peer has kept it waiting for too long. */
    void sweep(long now) {
        outgoing.expire(now);
        incoming.trim();
        boolean busy = flow.isDeferring() || !outgoing.isEmpty();
        String cause = timeouts.due(now, incoming.inRecord(), !outbound.isEmpty(), busy);
        if (cause != null) {
            endForCause(cause);
        } else if (peerClosed && timeouts.isGone(now)) {
            end("closed by the peer");
        }
    }

    /** Takes no more calls, answers those in progress, and then ends the output. */
    void drain() {
        if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
            incoming.discard();
            flow.forgetPause();
            settle();
        }
    }

    /** Ends the connection, whatever is going on on it. */
    void end(String reason) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        open = false;
        interest.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{} does not close", this, e);
        }
        incoming.discard();
        outbound.end();
        loop.remove(this);
        counters.closed.increment();
        outgoing.failAll(reason);
        dispatcher.tell(program -> program.connectionClosed(this));
        owner.ended(this);
    }

    // what comes in

    private void read() {
        try {
            if (!incoming.read()) {
                peerClosed();
                return;
            }
        } catch (IOException e) {
            end(e.toString());
            return;
        }
        if (writeBatch()) {
            settle();
        }
    }

    /** Whether calls are answered. */
    boolean takesCalls() {
        return phase == Phase.OPEN;
    }

    /** Whether the next record is to be taken now, after another one was. */
    boolean goesOn() {
        if (batch.position() >= BATCH_BYTES && !writeBatch()) {
            return false;
        }
        return !flow.pauses();
    }

    /** A peer that has closed its direction may still want the replies to what it asked. */
    private void peerClosed() {
        peerClosed = true;
        if (phase == Phase.OPEN && (flow.isDeferring() || !outbound.isEmpty())) {
            drain();
        } else {
            end("closed by the peer");
        }
    }

    /** Writes the replies of the calls that were just read; false when the connection has ended. */
    private boolean writeBatch() {
        if (phase == Phase.ENDED) {
            return false;
        }
        try {
            outbound.write(batch);
            return true;
        } catch (IOException e) {
            end(e.toString());
            return false;
        }
    }

    /** Makes the loop wait for what now is to be waited for. */
    private void settle() {
        String violation = incoming.violation();
        if (violation != null) {
            endForCause(violation);
            return;
        }
        if (phase == Phase.DRAINING && !flow.isDeferring() && outbound.isEmpty()) {
            linger();
        }
        if (phase != Phase.ENDED) {
            boolean pauses = flow.pauses();
            interest.set(!pauses && !peerClosed, outbound.waitsForPeer());
        }
    }

    private void linger() {
        phase = Phase.LINGERING;
        owner.drained(this);
        try {
            outbound.shutdown();
        } catch (IOException e) {
            end(e.toString());
            return;
        }
        if (peerClosed) {
            end("closed by the peer");
        }
    }

    private void endForCause(String cause) {
        if (phase != Phase.ENDED) {
            counters.endedForCause.increment();
            owner.peerLog().ended(this, cause);
            end(cause);
        }
    }

    // what any thread may call

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public CompletableFuture<RpcResponse> call(
            int program,
            int version,
            int procedure,
            OpaqueAuth credential,
            Consumer<XdrWriter> args,
            Duration timeout) {
        OutgoingCall call = outgoing.create(program, version, procedure, credential, args, timeout);
        if (open) {
            loop.execute(call);
        } else {
            call.fail(RpcException.Kind.CLOSED, "the connection has ended");
        }
        return call.response();
    }

    @Override
    public void close() {
        open = false;
        loop.execute(() -> {
            flush();
            end("closed");
        });
    }
}
