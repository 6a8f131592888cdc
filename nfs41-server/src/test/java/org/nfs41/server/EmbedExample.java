package org.nfs41.server;

import org.nfs41.ops.fs.FileSystem;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

import java.io.IOException;
import java.time.Duration;
import java.util.function.IntConsumer;

/** The example of the README, which a test compares with this file and runs. */
final class EmbedExample {
    private EmbedExample() {}

    static void run(IntConsumer use) throws IOException {
        // README begins
        FileSystem files = new MemoryFileSystem(MemoryOptions.ofCapacity(64 << 20));
        ServerConfig config =
                ServerConfig.builder()
                        .export("/export", files)
                        .lease(Duration.ofSeconds(30))
                        .build();
        try (Nfs41Server server = Nfs41Server.start(config)) {
            use.accept(server.port()); // mount -o vers=4.1,port=... 127.0.0.1:/export
        }
        // README ends
    }
}
