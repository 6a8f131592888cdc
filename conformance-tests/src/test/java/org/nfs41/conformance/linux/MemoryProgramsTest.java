package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;

/** Programs on a mount of our own server, with a file system in memory. */
@RequiresLinuxClient
final class MemoryProgramsTest extends ProgramScenarios {
    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start(EmbeddedServer.memory(Effort.CAPACITY_BYTES));
        client = LinuxClient.boot("memory-programs");
    }

    @Override
    LinuxMachine client() {
        return client;
    }

    @Override
    ServerAddress server() {
        return server.export();
    }
}
