package org.nfs41.conformance;

import org.nfs41.conformance.client.ServerAddress;

import java.util.Optional;

/** The project's own server, in memory, for a run that names no other. */
final class EmbeddedServer implements AutoCloseable {
    private final ServerAddress address;

    EmbeddedServer(ServerAddress address) {
        this.address = address;
    }

    /** Starts it on a free port of the loopback interface; empty when this build has none. */
    static Optional<EmbeddedServer> start() {
        return Optional.empty();
    }

    /** Where it listens. */
    ServerAddress address() {
        return address;
    }

    @Override
    public void close() {}
}
