package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;

/** The scenarios on any server, named by a system property as HOST:PORT:/EXPORT. */
@EnabledIfSystemProperty(
        named = OtherServerMountTest.PROPERTY,
        matches = ".+",
        disabledReason = "no server is named by -D" + OtherServerMountTest.PROPERTY)
@RequiresLinuxClient
final class OtherServerMountTest extends LinuxMountScenarios {
    static final String PROPERTY = "nfs41.server";

    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        client = LinuxClient.boot("other-server");
    }

    @Override
    LinuxMachine client() {
        return client;
    }

    @Override
    NfsExport server() {
        return NfsExport.parse(System.getProperty(PROPERTY, ""));
    }
}
