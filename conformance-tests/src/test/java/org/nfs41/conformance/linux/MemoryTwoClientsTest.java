package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;

/** Programs on two kernels and our own server, with a file system in memory. */
@RequiresLinuxClient
final class MemoryTwoClientsTest extends TwoClientScenarios {
    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxClient one;
    @AutoClose private static LinuxClient two;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start(EmbeddedServer.memory(Effort.CAPACITY_BYTES));
        one = LinuxClient.boot("memory-two-1");
        two = LinuxClient.boot("memory-two-2");
    }

    @Override
    LinuxMachine one() {
        return one;
    }

    @Override
    LinuxMachine two() {
        return two;
    }

    @Override
    ServerAddress server() {
        return server.export();
    }
}
