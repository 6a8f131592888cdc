package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;

import java.time.Duration;

/** A client in a container; skipped where no container engine answers. */
@EnabledIf(value = "engineAnswers", disabledReason = LinuxContainerTest.NO_ENGINE)
final class LinuxContainerTest {
    static final String NO_ENGINE = "no Docker engine answers";

    @AutoClose private static LinuxContainer client;

    static boolean engineAnswers() {
        // Testcontainers reports each way it tried as an error, which here is none
        System.setProperty("org.slf4j.simpleLogger.log.org.testcontainers.dockerclient", "off");
        boolean answers = DockerClientFactory.instance().isDockerAvailable();
        if (!answers) {
            // build tools count skipped classes but do not say why
            System.out.println("SKIPPED LinuxContainerTest: " + NO_ENGINE);
        }
        return answers;
    }

    @BeforeAll
    static void start() {
        client = LinuxContainer.launch("container");
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
