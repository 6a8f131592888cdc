package org.nfs41.server.restart;

import org.nfs41.server.NfsService;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.StableStorage;

import java.time.Duration;

/** A server that dies and comes back while its files live on, with a clock that tests move. */
final class RestartableServer {
    static final Duration LEASE = Duration.ofSeconds(10);

    private final MemoryFileSystem files = new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20));
    private StableStorage storage;
    NfsService service;
    long now = 1_000;

    RestartableServer(StableStorage storage) {
        this.storage = storage;
        service = start();
    }

    private NfsService start() {
        NfsService started =
                new NfsService(
                        ServerConfig.builder()
                                .export("/", files)
                                .lease(LEASE)
                                .storage(storage)
                                .build());
        started.endLapsedClients(now);
        return started;
    }

    void restart() {
        service = start();
    }

    /** The same with what another object finds in the storage. */
    void restart(StableStorage found) {
        storage = found;
        restart();
    }

    void pass(Duration time) {
        now += time.toNanos();
        service.endLapsedClients(now);
    }
}
