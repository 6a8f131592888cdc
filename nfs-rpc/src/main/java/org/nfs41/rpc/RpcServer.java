package org.nfs41.rpc;

import org.nfs41.rpc.internal.TcpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves RPC programs over TCP on a few event loops: threads that each wait for many connections.
 * Connections are dealt to the loops in turn and stay there. Safe for use by several threads.
 */
public interface RpcServer extends AutoCloseable {
    /**
     * Loops of a server when nothing is said: two reach what the sockets can do (their cost is the
     * kernel's, not ours), and further ones would take processors from what handlers hand over.
     */
    int DEFAULT_LOOPS = 2;

    /** Starts to describe a server. */
    static Builder builder() {
        return new Builder();
    }

    /** Where the server listens; holds the port that was chosen when none was given. */
    InetSocketAddress address();

    /** What has happened since the start. */
    RpcMetrics metrics();

    /**
     * Ends in order: accepts and takes no more, completes calls in progress, those deferred too,
     * writes all replies, ends the connections.
     *
     * @param patience how long all this may take; what is not done by then is cut off
     * @return whether everything was done in time
     */
    boolean close(Duration patience);

    /** Ends at once. */
    @Override
    default void close() {
        close(Duration.ZERO);
    }

    /** Describes a server. Not safe for use by several threads. */
    final class Builder {
        private final List<RpcProgram> programs = new ArrayList<>();
        private final List<SocketAddress> addresses = new ArrayList<>();
        private int loops = Math.min(DEFAULT_LOOPS, Runtime.getRuntime().availableProcessors());
        private RpcLimits limits = RpcLimits.DEFAULT;

        private Builder() {}

        /** Adds a program; several versions of one program are one {@code RpcProgram}. */
        public Builder program(RpcProgram program) {
            programs.add(program);
            return this;
        }

        /**
         * Sets the number of event loops, {@link #DEFAULT_LOOPS} or fewer processors if not set.
         */
        public Builder loops(int count) {
            if (count < 1) {
                throw new IllegalArgumentException(count + " loops");
            }
            loops = count;
            return this;
        }

        /** Adds an address to listen on; port 0 lets the system choose. */
        public Builder bind(SocketAddress address) {
            addresses.add(address);
            return this;
        }

        /** Sets what a peer may take, {@link RpcLimits#DEFAULT} if not set. */
        public Builder limits(RpcLimits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Listens and serves.
         *
         * @throws IOException when an address cannot be listened on; nothing is left behind then
         */
        public RpcServer start() throws IOException {
            if (addresses.isEmpty()) {
                throw new IllegalStateException("no address to listen on");
            }
            return TcpServer.start(programs, addresses, loops, limits);
        }
    }
}
