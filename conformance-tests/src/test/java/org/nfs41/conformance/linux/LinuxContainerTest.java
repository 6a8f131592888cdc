package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

import java.io.IOException;
import java.time.Duration;

/** The scenarios with a client in a container; skipped where no container engine answers. */
final class LinuxContainerTest extends LinuxMountScenarios {
    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxContainer client;

    @BeforeAll
    static void start() throws IOException {
        boolean engine = DockerClientFactory.instance().isDockerAvailable();
        if (!engine) {
            System.out.println("SKIPPED LinuxContainerTest: no Docker engine answers");
        }
        assumeTrue(engine, "no Docker engine answers");
        server = EmbeddedServer.start();
        client = LinuxContainer.start("container");
    }

    @Override
    LinuxMachine client() {
        return client;
    }

    @Override
    NfsExport server() {
        return server.export();
    }

    @Test
    void scriptGivesItsExitCodeAndItsOutput() throws Exception {
        assertThat(client.run("echo out; echo error >&2; exit 42"))
                .satisfies(result -> {
                    assertThat(result.exitCode()).isEqualTo(42);
                    assertThat(result.stdout()).isEqualTo("out\n");
                    assertThat(result.stderr()).isEqualTo("error\n");
                });
    }

    @Test
    void scriptThatDoesNotEndIsKilled() {
        assertThatThrownBy(() -> client.run("echo begun; sleep 4711", Duration.ofSeconds(1)))
                .isInstanceOf(ScriptTimeoutException.class)
                .hasMessageContaining("begun");
    }
}
