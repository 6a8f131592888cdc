package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;

/** A Linux kernel mounts our own server, which exports a directory of this machine. */
@RequiresLinuxClient
final class LocalMountTest extends LinuxMountScenarios {
    @AutoClose private static LocalExport server;
    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = LocalExport.start();
        client = LinuxClient.boot("local-mount");
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
