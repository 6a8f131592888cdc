package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;

/** Programs on two kernels and our own server, which exports a directory of this machine. */
@RequiresLinuxClient
final class LocalTwoClientsTest extends TwoClientScenarios {
    @AutoClose private static LocalExport server;
    @AutoClose private static LinuxClient one;
    @AutoClose private static LinuxClient two;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = LocalExport.start();
        one = LinuxClient.boot("local-two-1");
        two = LinuxClient.boot("local-two-2");
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
