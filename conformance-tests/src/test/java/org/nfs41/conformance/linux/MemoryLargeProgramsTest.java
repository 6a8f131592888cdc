package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.scenarios.Effort;

import java.io.IOException;

/** Large programs on a mount of our own server, with a file system in memory. */
@EnabledIfSystemProperty(named = Effort.PROPERTY, matches = Effort.LONG)
@RequiresLinuxClient
final class MemoryLargeProgramsTest extends LargeProgramScenarios {
    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxMachine client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start(EmbeddedServer.memory(Effort.CAPACITY_BYTES));
        client = SharedMachines.take();
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
