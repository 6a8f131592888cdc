package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nfs41.server.ServerState;

import java.io.IOException;
import java.time.Duration;

/** What a Linux kernel leaves behind on our own server. */
@RequiresLinuxClient
final class LinuxMountTest {
    private static final ServerState NOTHING = new ServerState(0, 0, 0, 0);
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);

    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxMachine client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start();
        client = SharedMachines.take();
    }

    @Test
    void afterUnmountTheServerHoldsNothingOfTheClient() throws Exception {
        try (NfsMount mount = NfsMount.mount(client, server.export(), "vers=4.1,nconnect=4")) {
            mount.run("echo one >one; echo two >two");
            // a process that holds two files open, one of them for writing
            mount.run("{ sleep 600 3<one 4>>two & } >&2; echo $! >/tmp/holder");
            await("two opens").atMost(WAIT_LIMIT).until(() -> server.state().openFiles() == 2);
            mount.run(
                    "kill $(</tmp/holder); while kill -0 $(</tmp/holder) 2>&-; do sleep 0.1; done");
            mount.unmount();
        }
        await("nothing is left")
                .atMost(WAIT_LIMIT)
                .untilAsserted(() -> assertThat(server.state()).isEqualTo(NOTHING));
    }
}
