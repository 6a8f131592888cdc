package org.nfs41.conformance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.linux.ScriptResult;
import org.nfs41.conformance.linux.ScriptTimeoutException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a container promises, whoever mounts in it. */
@RequiresLinuxContainer
abstract class LinuxContainerPromises {
    private static final int SOCKET_TIMEOUT_MILLIS = 10_000;

    abstract LinuxContainer client();

    /** Starts another one of the same kind. */
    abstract LinuxContainer another(String name) throws IOException;

    @Test
    void scriptGivesItsExitCodeAndItsOutput() throws Exception {
        ScriptResult result = client().run("echo out; echo error >&2; exit 42");
        assertThat(result.exitCode()).isEqualTo(42);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("error\n");
    }

    @Test
    void clientHasItsOwnNameAndAnEmptyFolderToMountOn() throws Exception {
        assertThat(client().run("uname -n -r; ls -A /mnt/nfs; pwd").stdout())
                .isEqualTo("promises " + client().kernelRelease() + "\n/tmp\n");
    }

    @Test
    void severalScriptsRunAtOnce() throws Exception {
        // each can only end when the other runs
        CompletableFuture<ScriptResult> first = client().start("mkfifo /tmp/p; echo a >/tmp/p");
        ScriptResult second = client().run("until [ -p /tmp/p ]; do sleep 0.05; done; cat /tmp/p");
        assertThat(second.expectSuccess().stdout()).isEqualTo("a\n");
        first.get(10, TimeUnit.SECONDS).expectSuccess();
    }

    @Test
    void whatAScriptLeavesBehindGoesOn() throws Exception {
        client().run("sleep 4712 & echo $! >/tmp/left").expectSuccess();
        client().run("kill $(</tmp/left)").expectSuccess();
    }

    @Test
    void scriptThatDoesNotEndIsKilledWithAllItsProcesses() throws Exception {
        assertThatThrownBy(() ->
                        client().run("echo begun; sleep 4711 & sleep 4711", Duration.ofMillis(500)))
                .isInstanceOf(ScriptTimeoutException.class)
                .hasMessageContainingAll("sleep 4711", "begun", "log of the container");
        client().run("while pgrep -f 'sleep [4]711'; do sleep 0.05; done", Duration.ofSeconds(10))
                .expectSuccess();
    }

    @Test
    void partitionStopsAConnectionAndHealingContinuesIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<ScriptResult> script =
                    client().start(
                                    """
                                    exec 3<>/dev/tcp/%s/%d
                                    while read -r line <&3; do echo "$line" >&3; done
                                    """
                                            .formatted(
                                                    client().hostLoopback(),
                                                    server.getLocalPort()));
            server.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
            try (Socket connection = server.accept()) {
                assertThat(echo(connection, SOCKET_TIMEOUT_MILLIS)).isTrue();
                client().partition();
                assertThat(echo(connection, 500)).as("answered in a partition").isFalse();
                client().heal();
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
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void powerCutEndsASecondClientWithoutTheFirst() throws Exception {
        try (LinuxContainer second = another("second")) {
            assertThat(second.run("uname -n").stdout()).isEqualTo("second\n");
            CompletableFuture<ScriptResult> script = second.start("sleep 4713");
            second.powerCut();
            assertThat(script).failsWithin(Duration.ofSeconds(10));
            assertThatThrownBy(() -> second.run("true")).isInstanceOf(IOException.class);
        }
        assertThat(client().run("uname -n").stdout()).isEqualTo("promises\n");
    }
}
