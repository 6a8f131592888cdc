package org.nfs41.rpc;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.internal.TcpClient;
import org.nfs41.xdr.XdrWriter;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Calls a server over one TCP connection, which is made at the first call and made anew at the
 * first call after it was lost. Calls outstanding when a connection ends fail; whether to repeat
 * them is the user's to decide. Safe for use by several threads; any number of calls may be
 * outstanding up to {@link RpcLimits#outstandingCalls()}.
 */
public interface RpcClient extends AutoCloseable {
    /** How long making a connection may take when nothing is said. */
    Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Starts to describe a client of the server at {@code address}. */
    static Builder builder(SocketAddress address) {
        return new Builder(address);
    }

    /**
     * The connection, made if there is none. Completes exceptionally with an {@link RpcException}
     * when it cannot be made. A connection that was lost is never returned again once its end is
     * known here.
     */
    CompletableFuture<RpcConnection> connect();

    /** The connection if there is one now; does not make one. */
    @Nullable RpcConnection connection();

    /**
     * Calls the server: {@link #connect}, then {@link RpcConnection#call}, whose description holds
     * here too. The timeout counts from when the connection is there.
     */
    CompletableFuture<RpcResponse> call(
            int program,
            int version,
            int procedure,
            OpaqueAuth credential,
            Consumer<XdrWriter> args,
            Duration timeout);

    /** What has happened since the client was made. */
    RpcMetrics metrics();

    /** Ends the connection, if there is one, and makes no more. Outstanding calls fail. */
    @Override
    void close();

    /** Describes a client. Not safe for use by several threads. */
    final class Builder {
        private final SocketAddress address;
        private final List<RpcProgram> programs = new ArrayList<>();
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private @Nullable RpcLoops loops;
        private RpcLimits limits = RpcLimits.builder().idleTimeout(Duration.ZERO).build();

        private Builder(SocketAddress address) {
            this.address = address;
        }

        /** Adds a program that answers the server's calls, as for NFSv4.1's backchannel. */
        public Builder program(RpcProgram program) {
            programs.add(program);
            return this;
        }

        /** Sets how long making a connection may take. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /** Shares event loops with others; if not set, the client has one of its own. */
        public Builder loops(RpcLoops loops) {
            this.loops = loops;
            return this;
        }

        /** Sets the limits; if not set they are the defaults, with no idle timeout. */
        public Builder limits(RpcLimits limits) {
            this.limits = limits;
            return this;
        }

        /** A client that is not connected yet. */
        public RpcClient build() {
            return new TcpClient(
                    address,
                    programs,
                    connectTimeout,
                    loops == null ? null : loops.group(),
                    limits);
        }
    }
}
