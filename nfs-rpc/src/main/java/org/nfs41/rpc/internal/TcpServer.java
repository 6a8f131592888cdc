package org.nfs41.rpc.internal;

import org.nfs41.rpc.RpcLimits;
import org.nfs41.rpc.RpcMetrics;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server: its addresses, its loops, and who is connected. */
public final class TcpServer implements RpcServer, ConnectionOwner {
    /** Connections that wait to be accepted: as many as come at once after a restart. */
    private static final int BACKLOG = 1024;

    /** How long peers get to close after everything was sent, before they are cut off. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);

    private final RpcProgram[] programs;
    private final RpcLimits limits;
    private final LoopGroup loops;
    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private final List<InetSocketAddress> bound = new ArrayList<>();
    private final Admission admission;
    private final Counters counters = new Counters();
    private final PeerLog peerLog = new PeerLog();

    private TcpServer(List<RpcProgram> programs, int loops, RpcLimits limits) {
        this.programs = programs.toArray(RpcProgram[]::new);
        this.limits = limits;
        this.loops = LoopGroup.start(loops, "rpc-server");
        this.admission = new Admission(limits);
    }

    /** Listens on all of {@code addresses}, of which there is at least one, and serves. */
    public static TcpServer start(
            List<RpcProgram> programs, List<SocketAddress> addresses, int loops, RpcLimits limits)
            throws IOException {
        TcpServer server = new TcpServer(programs, loops, limits);
        try {
            for (SocketAddress address : addresses) {
                server.listen(address);
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close(Duration.ZERO);
            throw e;
        }
    }

    private void listen(SocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        listeners.add(channel);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(address, BACKLOG);
        bound.add((InetSocketAddress) channel.getLocalAddress());
        channel.configureBlocking(false);
        EventLoop loop = loops.next();
        channel.register(
                loop.selector(), SelectionKey.OP_ACCEPT, new Acceptor(channel, this, loops));
        loop.selector().wakeup();
    }

    @Override
    public InetSocketAddress address() {
        return bound.getFirst();
    }

    @Override
    public RpcMetrics metrics() {
        return counters;
    }

    @Override
    public boolean close(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        stopListening();
        boolean done = true;
        if (!patience.isZero()) {
            admission.drain();
            done = admission.awaitDrained(deadline);
            if (done) {
                long linger = System.nanoTime() + LINGER.toNanos();
                admission.awaitEmpty(linger - deadline < 0 ? linger : deadline);
            }
        }
        loops.close();
        return done;
    }

    private void stopListening() {
        for (ServerSocketChannel listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.warn("{} does not close", listener, e);
            }
        }
    }

    /** Whether the limits allow another connection from {@code address}; if so it is counted. */
    boolean admit(InetAddress address) {
        boolean admitted = admission.admit(address);
        if (!admitted) {
            counters.refused.increment();
        }
        return admitted;
    }

    /** A connection that was admitted did not come to be. */
    void withdraw(InetAddress address) {
        admission.withdraw(address);
    }

    /** A connection that was admitted is open. */
    void opened(TcpConnection connection) {
        admission.opened(connection);
    }

    @Override
    public void drained(TcpConnection connection) {
        admission.drained(connection);
    }

    @Override
    public void ended(TcpConnection connection) {
        admission.ended(connection);
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
