package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.server.ServerState;

import java.io.IOException;
import java.time.Duration;

/** A Linux kernel mounts our own server. */
@RequiresLinuxClient
final class LinuxMountTest extends LinuxMountScenarios {
    private static final ServerState NOTHING = new ServerState(0, 0, 0, 0);
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);

    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start();
        client = LinuxClient.boot("mount-test");
    }

    @Override
    LinuxMachine client() {
        return client;
    }

    @Override
    ServerAddress server() {
        return server.export();
    }

    @Test
    void afterUnmountTheServerHoldsNothingOfTheClient() throws Exception {
        assertThat(server.state()).as("after the scenarios before").isEqualTo(NOTHING);
        try (NfsMount mount = mount("vers=4.1,nconnect=4")) {
            mount.run("echo one >one; echo two >two");
            // a process that holds two files open, one of them for writing
            mount.run("{ sleep 600 3<one 4>>two & } >&2; echo $! >/tmp/holder");
            await("two opens")
                    .atMost(WAIT_LIMIT)
                    .until(() -> server.state().equals(new ServerState(1, 1, 2, 0)));
            mount.run(
                    "kill $(</tmp/holder); while kill -0 $(</tmp/holder) 2>&-; do sleep 0.1; done");
            mount.unmount();
        }
        await("nothing is left")
                .atMost(WAIT_LIMIT)
                .untilAsserted(() -> assertThat(server.state()).isEqualTo(NOTHING));
    }
}
