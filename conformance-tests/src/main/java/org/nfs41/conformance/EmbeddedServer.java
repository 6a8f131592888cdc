package org.nfs41.conformance;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

import java.io.IOException;
import java.time.Duration;

/** The project's own server, in memory, for a run that names no other. */
public final class EmbeddedServer implements AutoCloseable {
    private static final String EXPORT = "/export";

    /** Short, so that checks which wait for a lease to lapse are quick. */
    public static final Duration LEASE = Duration.ofSeconds(3);

    private final Nfs41Server server;

    private EmbeddedServer(Nfs41Server server) {
        this.server = server;
    }

    /** Starts it on a free port of the loopback interface. */
    public static EmbeddedServer start() throws IOException {
        return start(ServerHooks.NONE);
    }

    /** Starts it with something between its parts, for example a fault. */
    public static EmbeddedServer start(ServerHooks hooks) throws IOException {
        return new EmbeddedServer(
                Nfs41Server.start(
                        ServerConfig.builder()
                                .export(EXPORT, new MemoryFileSystem(MemoryOptions.defaults()))
                                .lease(LEASE)
                                .hooks(hooks)
                                .build()));
    }

    /** Where it listens. */
    public ServerAddress address() {
        return new ServerAddress(
                server.address().getAddress().getHostAddress(), server.port(), EXPORT);
    }

    @Override
    public void close() {
        server.close();
    }
}
