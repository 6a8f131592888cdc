package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Skipping and failing where no Linux client is possible. */
final class LinuxClientSupportTest {

    @Test
    void machineWithoutTheKernelNamesItAndItsPackage(@TempDir Path empty) {
        LinuxKernel kernel = new LinuxKernel(empty.resolve("linux.uml"), empty, Map.of());
        Optional<String> obstacle = LinuxClientSupport.obstacle(kernel);
        assertThat(obstacle).isPresent();
        if (System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")) {
            assertThat(obstacle.get())
                    .contains(kernel.program().toString(), "package user-mode-linux");
        } else {
            assertThat(obstacle.get()).contains("Linux on x86_64 alone");
        }
    }

    @Test
    void machineWithoutModulesNamesThem(@TempDir Path empty) {
        LinuxKernel kernel = new LinuxKernel(Path.of("/bin/sh"), empty, Map.of());
        assertThat(LinuxClientSupport.obstacle(kernel)).isPresent();
    }

    @Test
    void obstacleSkipsWithItsReason() {
        assertThat(LinuxClientCondition.decide(Optional.of("no kernel"), false))
                .satisfies(result -> {
                    assertThat(result.isDisabled()).isTrue();
                    assertThat(result.getReason().orElseThrow()).contains("no kernel");
                });
    }

    @Test
    void obstacleFailsWithItsReasonWhereClientsAreRequired() {
        assertThatThrownBy(() -> LinuxClientCondition.decide(Optional.of("no kernel"), true))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContainingAll("no kernel", LinuxClientSupport.REQUIRED_VARIABLE);
    }

    @Test
    void noObstacleRunsTheTest() {
        assertThat(LinuxClientCondition.decide(Optional.empty(), true).isDisabled()).isFalse();
    }
}
