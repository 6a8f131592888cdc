package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;

/** Programs on a mount of our own server, which exports a directory of this machine. */
@RequiresLinuxClient
final class LocalProgramsTest extends ProgramScenarios {
    @AutoClose private static LocalExport server;
    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = LocalExport.start();
        client = LinuxClient.boot("local-programs");
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
