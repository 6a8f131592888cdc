package org.nfs41.conformance.linux;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.scenarios.Effort;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.ServerState;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.deleg.DelegationPolicy;

import java.io.IOException;
import java.time.Duration;

/** Our own server in this JVM, with one file system, usually in memory. */
final class EmbeddedServer implements AutoCloseable {
    private static final String EXPORT = "/export";

    /** So long that nothing a client left behind is gone because its lease has expired. */
    private static final Duration LEASE = Duration.ofSeconds(90);

    /** A kernel renews after two thirds of it, perhaps late on a machine that is busy. */
    private static final Duration SHORT_LEASE = Duration.ofSeconds(10);

    private static final long CAPACITY_BYTES = 256L << 20;

    private final Nfs41Server server;

    private EmbeddedServer(Nfs41Server server) {
        this.server = server;
    }

    /** Starts it on a free port of the loopback address. */
    static EmbeddedServer start() throws IOException {
        return start(ServerHooks.NONE);
    }

    /** The same with something between its parts. */
    static EmbeddedServer start(ServerHooks hooks) throws IOException {
        return start(memory(CAPACITY_BYTES), hooks);
    }

    /** The same with another file system, which is the caller's to close. */
    static EmbeddedServer start(FileSystem fileSystem) throws IOException {
        return start(fileSystem, ServerHooks.NONE);
    }

    /** A file system in memory that holds so much. */
    static FileSystem memory(long capacityBytes) {
        return new MemoryFileSystem(MemoryOptions.ofCapacity(capacityBytes));
    }

    private static EmbeddedServer start(FileSystem fileSystem, ServerHooks hooks)
            throws IOException {
        return start(ServerConfig.builder().export(EXPORT, fileSystem).lease(LEASE).hooks(hooks));
    }

    /** The same with delegations for whoever can have them. */
    static EmbeddedServer startEager(Duration lease, ServerHooks hooks) throws IOException {
        return start(
                ServerConfig.builder()
                        .export(EXPORT, memory(CAPACITY_BYTES))
                        .lease(lease)
                        .hooks(hooks)
                        .delegations(DelegationPolicy.EAGER));
    }

    /** The same with leases that scenarios wait for, and with room for all of them. */
    static EmbeddedServer startForScenarios(DelegationPolicy delegations, ServerHooks hooks)
            throws IOException {
        return startForScenarios(memory(Effort.CAPACITY_BYTES), delegations, hooks);
    }

    /** The same with another file system, which is the caller's to close. */
    static EmbeddedServer startForScenarios(
            FileSystem fileSystem, DelegationPolicy delegations, ServerHooks hooks)
            throws IOException {
        return start(
                ServerConfig.builder()
                        .export(EXPORT, fileSystem)
                        .lease(SHORT_LEASE)
                        .hooks(hooks)
                        .delegations(delegations));
    }

    private static EmbeddedServer start(ServerConfig.Builder config) throws IOException {
        return new EmbeddedServer(Nfs41Server.start(config.build()));
    }

    ServerAddress export() {
        return new ServerAddress("127.0.0.1", server.port(), EXPORT);
    }

    ServerState state() {
        return server.state();
    }

    @Override
    public void close() {
        server.close();
    }
}
