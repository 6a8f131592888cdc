package org.nfs41.rpc;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrWriter;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One TCP connection, on which calls and replies go in both directions. Safe for use by several
 * threads.
 */
public interface RpcConnection {
    /** A number that no other connection of this process has or had. */
    long id();

    /** The peer's address. */
    SocketAddress remoteAddress();

    /** Whether it has neither ended nor been closed. */
    boolean isOpen();

    /** Whatever the program last {@linkplain #attach attached}, null at first. */
    @Nullable Object attachment();

    /** Keeps an object for the program with the connection, visible to all threads. */
    void attach(@Nullable Object attachment);

    /**
     * Calls the peer on this connection.
     *
     * <p>The returned future completes normally with any well-formed reply, successful or not, and
     * exceptionally with an {@link RpcException} when there was none. It completes on the
     * connection's event loop: what depends on it must not block there.
     *
     * @param args writes the arguments; called once, before this returns
     * @param timeout from now; the reply is no longer awaited after it (it is observed with a delay
     *     of up to a tenth of a second)
     */
    CompletableFuture<RpcResponse> call(
            int program,
            int version,
            int procedure,
            OpaqueAuth credential,
            Consumer<XdrWriter> args,
            Duration timeout);

    /**
     * Ends the connection. Replies already handed to it are written as far as the peer takes them
     * without waiting. Does nothing when it has ended before.
     */
    void close();
}
