package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The Linux client's own behaviour, without any NFS server. */
@RequiresLinuxClient
final class LinuxClientHarnessTest {
    private static final int SOCKET_TIMEOUT_MILLIS = 10_000;

    @AutoClose private static LinuxClient client;

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        client = LinuxClient.boot("harness");
    }

    @Test
    void scriptGivesItsExitCodeAndItsOutput() throws Exception {
        ScriptResult result = client.run("echo out; echo error >&2; exit 42");
        assertThat(result.exitCode()).isEqualTo(42);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("error\n");
        assertThatThrownBy(result::expectSuccess)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("exit code 42", "echo out;", "error");
    }

    @Test
    void guestHasItsOwnNameAndTheNfsClient() throws Exception {
        assertThat(client.run("uname -n -r").stdout().strip())
                .isEqualTo("harness " + client.kernelRelease());
        assertThat(client.run("grep -w nfs4 /proc/filesystems").exitCode()).isZero();
    }

    @Test
    void filesGoInAndOutByTheControlFolder() throws Exception {
        Files.writeString(client.controlFolder().resolve("in"), "text");
        client.run("tr a-z A-Z <$CONTROL/in >$CONTROL/out").expectSuccess();
        assertThat(client.controlFolder().resolve("out")).hasContent("TEXT");
    }

    @Test
    void severalScriptsRunAtOnce() throws Exception {
        // each can only end when the other runs
        CompletableFuture<ScriptResult> first = client.start("mkfifo /tmp/p; echo a >/tmp/p");
        ScriptResult second = client.run("until [ -p /tmp/p ]; do sleep 0.05; done; cat /tmp/p");
        assertThat(second.expectSuccess().stdout()).isEqualTo("a\n");
        first.get(10, TimeUnit.SECONDS).expectSuccess();
    }

    @Test
    void scriptThatDoesNotEndIsKilledWithAllItsProcesses() throws Exception {
        assertThatThrownBy(() ->
                        client.run("echo begun; sleep 4711 & sleep 4711", Duration.ofSeconds(1)))
                .isInstanceOf(ScriptTimeoutException.class)
                .hasMessageContainingAll("sleep 4711", "begun", "console of the guest");
        client.run("while pgrep -f 'sleep [4]711'; do sleep 0.05; done", Duration.ofSeconds(10))
                .expectSuccess();
    }

    @Test
    void partitionStopsAConnectionAndHealingContinuesIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<ScriptResult> script =
                    client.start(
                            """
                            exec bash -c 'exec 3<>/dev/tcp/%s/%d; while read -r line <&3
                                          do echo "$line" >&3; done'
                            """
                                    .formatted(client.hostLoopback(), server.getLocalPort()));
            server.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
            try (Socket connection = server.accept()) {
                assertThat(echo(connection, SOCKET_TIMEOUT_MILLIS)).isTrue();
                client.partition();
                assertThat(echo(connection, 500)).as("answered in a partition").isFalse();
                client.heal();
                connection.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
                assertThat(connection.getInputStream().readNBytes(5)).hasSize(5);
            }
            script.get(10, TimeUnit.SECONDS);
        }
    }

    private static boolean echo(Socket connection, int timeoutMillis) throws IOException {
        connection.setSoTimeout(timeoutMillis);
        connection.getOutputStream().write("ping\n".getBytes(StandardCharsets.US_ASCII));
        try {
            return connection.getInputStream().readNBytes(5).length == 5;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void powerCutEndsASecondClientWithoutTheFirst() throws Exception {
        try (LinuxClient second = LinuxClient.boot("second")) {
            assertThat(second.run("uname -n").stdout()).isEqualTo("second\n");
            CompletableFuture<ScriptResult> script = second.start("sleep 4711");
            second.powerCut();
            assertThat(script).failsWithin(Duration.ofSeconds(10));
            assertThatThrownBy(() -> second.run("true")).isInstanceOf(IOException.class);
        }
        assertThat(client.run("uname -n").stdout()).isEqualTo("harness\n");
    }

    @Test
    void bootThatFailsShowsTheConsole() {
        LinuxKernel kernel = LinuxKernel.chosen();
        assertThatThrownBy(() -> LinuxClient.boot("broken", kernel, "init=/nowhere/init"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("ended while booting", "/nowhere/init", "panic");
    }
}
