package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.scenarios.Effort;

import java.io.IOException;

/** Large programs on a mount of our own server, which exports a directory of this machine. */
@EnabledIfSystemProperty(named = Effort.PROPERTY, matches = Effort.LONG)
@RequiresLinuxClient
final class LocalLargeProgramsTest extends LargeProgramScenarios {
    @AutoClose private static LocalExport server;
    @AutoClose private static LinuxMachine client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = LocalExport.start();
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
