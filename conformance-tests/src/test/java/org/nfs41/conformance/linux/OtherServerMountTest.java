package org.nfs41.conformance.linux;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;

/** The scenarios on any server, named by a system property as HOST:PORT:/EXPORT. */
@EnabledIf(value = "serverNamed", disabledReason = OtherServerMountTest.NO_SERVER)
@RequiresLinuxClient
final class OtherServerMountTest extends LinuxMountScenarios {
    static final String PROPERTY = "nfs41.server";
    static final String NO_SERVER = "no server is named by -D" + PROPERTY;

    @AutoClose private static LinuxClient client;

    static boolean serverNamed() {
        boolean named = !System.getProperty(PROPERTY, "").isEmpty();
        if (!named) {
            // build tools count skipped classes but do not say why
            System.out.println("SKIPPED OtherServerMountTest: " + NO_SERVER);
        }
        return named;
    }

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        client = LinuxClient.boot("other-server");
    }

    @Override
    LinuxMachine client() {
        return client;
    }

    @Override
    ServerAddress server() {
        return ServerAddress.parse(System.getProperty(PROPERTY, ""));
    }
}
