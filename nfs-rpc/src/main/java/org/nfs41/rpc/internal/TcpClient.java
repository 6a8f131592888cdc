package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.RpcClient;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcException;
import org.nfs41.rpc.RpcLimits;
import org.nfs41.rpc.RpcMetrics;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcResponse;
import org.nfs41.xdr.XdrWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A client: at most one connection at a time, made when it is needed. */
public final class TcpClient implements RpcClient, ConnectionOwner {
    private static final Logger LOG = LoggerFactory.getLogger(TcpClient.class);

    private final SocketAddress address;
    private final RpcProgram[] programs;
    private final int connectMillis;
    private final RpcLimits limits;
    private final LoopGroup loops;
    private final boolean ownsLoops;
    private final Counters counters = new Counters();
    private final PeerLog peerLog = new PeerLog();
    private final Object lock = new Object();

    // guarded by the lock
    private @Nullable CompletableFuture<RpcConnection> connecting;
    private @Nullable TcpConnection current;
    private boolean closed;

    /** A client that is not connected, with a loop of its own unless {@code loops} are given. */
    public TcpClient(
            SocketAddress address,
            List<RpcProgram> programs,
            Duration connectTimeout,
            @Nullable LoopGroup loops,
            RpcLimits limits) {
        this.address = address;
        this.programs = programs.toArray(RpcProgram[]::new);
        this.connectMillis = Math.toIntExact(Math.max(1, connectTimeout.toMillis()));
        this.limits = limits;
        this.ownsLoops = loops == null;
        this.loops = loops == null ? LoopGroup.start(1, "rpc-client") : loops;
    }

    @Override
    public CompletableFuture<RpcConnection> connect() {
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new RpcException(RpcException.Kind.CLOSED, "the client is closed"));
            }
            TcpConnection present = current;
            if (present != null && present.isOpen()) {
                return CompletableFuture.completedFuture(present);
            }
            if (connecting == null) {
                CompletableFuture<RpcConnection> made = new CompletableFuture<>();
                connecting = made;
                Thread.ofVirtual().name("rpc-connect").start(() -> make(made));
            }
            return connecting.copy();
        }
    }

    @Override
    public @Nullable RpcConnection connection() {
        synchronized (lock) {
            return current != null && current.isOpen() ? current : null;
        }
    }

    @Override
    public CompletableFuture<RpcResponse> call(
            int program,
            int version,
            int procedure,
            OpaqueAuth credential,
            Consumer<XdrWriter> args,
            Duration timeout) {
        RpcConnection present = connection();
        if (present != null) {
            return present.call(program, version, procedure, credential, args, timeout);
        }
        XdrWriter encoded = new XdrWriter();
        args.accept(encoded);
        return connect()
                .thenCompose(made ->
                        made.call(
                                program,
                                version,
                                procedure,
                                credential,
                                out -> out.writeRaw(encoded.buffer(), 0, encoded.position()),
                                timeout));
    }

    @Override
    public RpcMetrics metrics() {
        return counters;
    }

    @Override
    public void close() {
        TcpConnection last;
        synchronized (lock) {
            closed = true;
            last = current;
        }
        if (last != null) {
            last.close();
        }
        if (ownsLoops) {
            loops.close();
        }
    }

    @Override
    public void ended(TcpConnection connection) {
        synchronized (lock) {
            if (current == connection) {
                current = null;
            }
        }
    }

    /** On a thread of its own, as connecting waits. */
    private void make(CompletableFuture<RpcConnection> made) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(address, connectMillis);
        } catch (IOException | RuntimeException e) {
            fail(channel, made, e);
            return;
        }
        SocketChannel connected = channel;
        EventLoop loop = loops.next();
        loop.execute(() -> open(loop, connected, made));
    }

    private void open(
            EventLoop loop, SocketChannel channel, CompletableFuture<RpcConnection> made) {
        try {
            if (loop.isStopping()) {
                throw new IOException("the event loop has ended");
            }
            TcpConnection connection = TcpConnection.open(loop, this, channel);
            boolean tooLate;
            synchronized (lock) {
                tooLate = closed;
                current = connection;
                connecting = null;
            }
            if (tooLate) {
                connection.end("the client is closed");
            }
            made.complete(connection);
        } catch (IOException | RuntimeException e) {
            fail(channel, made, e);
        }
    }

    private void fail(
            @Nullable SocketChannel channel,
            CompletableFuture<RpcConnection> made,
            Exception cause) {
        synchronized (lock) {
            connecting = null;
        }
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{} does not close", channel, e);
            }
        }
        made.completeExceptionally(
                new RpcException(
                        RpcException.Kind.CONNECT_FAILED, "cannot connect to " + address, cause));
    }

    @Override
    public RpcProgram[] programs() {
        return programs;
    }

    @Override
    public RpcLimits limits() {
        return limits;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public PeerLog peerLog() {
        return peerLog;
    }
}
