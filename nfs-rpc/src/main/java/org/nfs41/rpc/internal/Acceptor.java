package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Accepts connections on one address and deals them to the loops in turn. */
final class Acceptor implements EventLoop.Handler {
    /** Connections accepted in a row before the loop's other channels have their turn. */
    private static final int MOST_IN_A_ROW = 64;

    /** Out of descriptors, accepting again at once would fail again at once. */
    private static final long PAUSE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final ServerSocketChannel channel;
    private final TcpServer server;
    private final LoopGroup loops;
    private @Nullable String lastFailure;

    Acceptor(ServerSocketChannel channel, TcpServer server, LoopGroup loops) {
        this.channel = channel;
        this.server = server;
        this.loops = loops;
    }

    @Override
    public void ready(SelectionKey key) {
        for (int i = 0; i < MOST_IN_A_ROW; i++) {
            try {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                lastFailure = null;
                deal(accepted);
            } catch (IOException e) {
                pause(key, e);
                return;
            }
        }
    }

    @Override
    public void failed(Throwable cause) {
        // logged; the next connection is another matter
    }

    private void deal(SocketChannel accepted) {
        InetAddress address = accepted.socket().getInetAddress();
        if (!server.admit(address)) {
            closeQuietly(accepted);
            return;
        }
        EventLoop loop = loops.next();
        loop.execute(() -> open(loop, accepted, address));
    }

    private void open(EventLoop loop, SocketChannel accepted, InetAddress address) {
        boolean opened = false;
        try {
            if (!loop.isStopping()) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                server.opened(TcpConnection.open(loop, server, accepted));
                opened = true;
            }
        } catch (IOException e) {
            LOG.debug("accepted connection was gone", e);
        } finally {
            if (!opened) {
                server.withdraw(address);
                closeQuietly(accepted);
            }
        }
    }

    private void pause(SelectionKey key, IOException e) {
        if (!channel.isOpen()) {
            return;
        }
        String failure = e.toString();
        if (!failure.equals(lastFailure)) {
            LOG.warn("cannot accept on {}", channel, e);
        }
        lastFailure = failure;
        key.interestOps(0);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    resume(key);
                });
    }

    private static void resume(SelectionKey key) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
            key.selector().wakeup();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{} does not close", channel, e);
        }
    }
}
