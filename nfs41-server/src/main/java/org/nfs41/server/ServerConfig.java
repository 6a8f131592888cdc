package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.file.OwnerNames;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.rpc.RpcLimits;
import org.nfs41.rpc.RpcServer;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.StableStorage;
import org.nfs41.state.TableLimits;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.xdr.NfsImplId;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server is to be: where it listens, what it exports, its lease and its limits.
 *
 * @param address where it listens
 * @param port 0 to 65535; 0 lets the system choose
 * @param exports at least one
 * @param lease how long a silent client keeps its state, {@link #SHORTEST_LEASE} to {@link
 *     #LONGEST_LEASE}
 * @param courtesy how much longer it keeps it unless somebody needs it, 0 to {@link
 *     #LONGEST_COURTESY}
 * @param delegations who is given delegations
 * @param delegationLimits how many there may be
 * @param loops event loops, at least 1
 * @param channelLimits what a session is granted at most
 * @param tableLimits how many clients and sessions there may be, and what their replies may take
 * @param rpcLimits what a connection may take
 * @param ownerNames which users and groups are named on the wire; all others by number
 * @param implementation what clients are told of the server's maker and version, or null to say
 *     nothing (RFC 8881 section 18.35.3)
 * @param storage what outlives the server
 * @param hooks what is put between the parts
 */
public record ServerConfig(
        InetAddress address,
        int port,
        List<Export> exports,
        Duration lease,
        Duration courtesy,
        DelegationPolicy delegations,
        DelegationLimits delegationLimits,
        int loops,
        ChannelLimits channelLimits,
        TableLimits tableLimits,
        RpcLimits rpcLimits,
        OwnerNames ownerNames,
        @Nullable NfsImplId implementation,
        StableStorage storage,
        ServerHooks hooks) {
    /** A client must get a renewal through in this time even on a bad day. */
    public static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    /** A crashed client's files stay blocked that long. */
    public static final Duration LONGEST_LEASE = Duration.ofHours(1);

    /** What most servers have: renewals are rare, and a crashed client is soon forgotten. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(90);

    /** A client that was cut off for a night finds what it had; Linux' server has the same. */
    public static final Duration DEFAULT_COURTESY = Duration.ofHours(24);

    /** A client that has not come back after a week will not. */
    public static final Duration LONGEST_COURTESY = Duration.ofDays(7);

    /**
     * Kept replies may take this part of the heap: as memory file systems take half, as much is
     * left for all else.
     */
    private static final int REPLY_HEAP_PART = 4;

    private static final int HIGHEST_PORT = 65535;

    /** Checks the ranges. */
    public ServerConfig {
        exports = List.copyOf(exports);
        if (exports.isEmpty()) {
            throw new IllegalArgumentException("nothing is exported");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not from 0 to 65535");
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException(
                    "a lease of " + lease.toSeconds() + " s is not from 1 to 3600 s");
        }
        if (courtesy.isNegative() || courtesy.compareTo(LONGEST_COURTESY) > 0) {
            throw new IllegalArgumentException(
                    "a courtesy of " + courtesy.toSeconds() + " s is not from 0 to 7 days");
        }
        if (loops < 1) {
            throw new IllegalArgumentException(loops + " event loops");
        }
    }

    /** What replies may take that are kept for retries if it is not set: a part of the heap. */
    public static long defaultReplyBytes() {
        return Math.min(
                Runtime.getRuntime().maxMemory() / REPLY_HEAP_PART, TableLimits.MOST_REPLY_BYTES);
    }

    /** Starts with the defaults; an export is still to be added. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets one thing after the other; what is not set is the default. */
    public static final class Builder {
        private InetAddress address = InetAddress.getLoopbackAddress();
        private int port;
        private final List<Export> exports = new ArrayList<>();
        private Duration lease = DEFAULT_LEASE;
        private Duration courtesy = DEFAULT_COURTESY;
        private DelegationPolicy delegations = DelegationPolicy.CONSERVATIVE;
        private DelegationLimits delegationLimits = DelegationLimits.DEFAULT;
        private int loops =
                Math.min(RpcServer.DEFAULT_LOOPS, Runtime.getRuntime().availableProcessors());
        private ChannelLimits channelLimits = ChannelLimits.DEFAULT;
        private TableLimits tableLimits = TableLimits.DEFAULT.withReplyBytes(defaultReplyBytes());
        private RpcLimits rpcLimits = RpcLimits.DEFAULT;
        private OwnerNames ownerNames = OwnerNames.NUMERIC;
        private @Nullable NfsImplId implementation = Version.IMPLEMENTATION;
        private StableStorage storage = StableStorage.NONE;
        private ServerHooks hooks = ServerHooks.NONE;

        private Builder() {}

        /** Where to listen; this machine's loopback address if not set. */
        public Builder address(InetAddress value) {
            address = value;
            return this;
        }

        /** The TCP port; chosen by the system if not set. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Adds an export: what clients mount as {@code host:path}. */
        public Builder export(String path, FileSystem fileSystem) {
            return export(Export.of(path, fileSystem));
        }

        /** Adds an export with a policy of its own. */
        public Builder export(Export value) {
            exports.add(value);
            return this;
        }

        /**
         * How long a silent client keeps its state, {@link ServerConfig#DEFAULT_LEASE} if not set.
         */
        public Builder lease(Duration value) {
            lease = value;
            return this;
        }

        /**
         * How much longer a silent client keeps its state unless somebody needs it, {@link
         * ServerConfig#DEFAULT_COURTESY} if not set; zero ends it with its lease.
         */
        public Builder courtesy(Duration value) {
            courtesy = value;
            return this;
        }

        /** Who is given delegations; {@link DelegationPolicy#CONSERVATIVE} if not set. */
        public Builder delegations(DelegationPolicy value) {
            delegations = value;
            return this;
        }

        /** How many delegations there may be; {@link DelegationLimits#DEFAULT} if not set. */
        public Builder delegationLimits(DelegationLimits value) {
            delegationLimits = value;
            return this;
        }

        /** The number of event loops. */
        public Builder loops(int value) {
            loops = value;
            return this;
        }

        /** What a session is granted at most. */
        public Builder channelLimits(ChannelLimits value) {
            channelLimits = value;
            return this;
        }

        /** How many clients and sessions there may be, and what their replies may take. */
        public Builder tableLimits(TableLimits value) {
            tableLimits = value;
            return this;
        }

        /**
         * What all replies together may take that are kept for retries, in bytes; {@link
         * ServerConfig#defaultReplyBytes} if not set. Part of the table limits: to be set after
         * them.
         */
        public Builder replyBytes(long value) {
            tableLimits = tableLimits.withReplyBytes(value);
            return this;
        }

        /** What a connection may take. */
        public Builder rpcLimits(RpcLimits value) {
            rpcLimits = value;
            return this;
        }

        /** Which users and groups are named on the wire; none if not set. */
        public Builder ownerNames(OwnerNames value) {
            ownerNames = value;
            return this;
        }

        /**
         * What clients are told of the server's maker and version; null to say nothing, the truth
         * if not set.
         */
        public Builder implementation(@Nullable NfsImplId value) {
            implementation = value;
            return this;
        }

        /**
         * What outlives the server, so that clients can reclaim what they held; nothing if not set.
         * Used by one server at a time, and closed by who made it.
         */
        public Builder storage(StableStorage value) {
            storage = value;
            return this;
        }

        /** What to put between the parts. */
        public Builder hooks(ServerHooks value) {
            hooks = value;
            return this;
        }

        /**
         * The configuration as set.
         *
         * @throws IllegalArgumentException if something is out of its range
         */
        public ServerConfig build() {
            return new ServerConfig(
                    address,
                    port,
                    exports,
                    lease,
                    courtesy,
                    delegations,
                    delegationLimits,
                    loops,
                    channelLimits,
                    tableLimits,
                    rpcLimits,
                    ownerNames,
                    implementation,
                    storage,
                    hooks);
        }
    }
}
