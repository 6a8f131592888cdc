package org.nfs41.conformance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.container.ContainerOptions.Mode;
import org.nfs41.conformance.linux.LinuxMachines;

import java.util.List;

final class ContainerOptionsTest {
    private static final ContainerOptions PLAIN =
            new ContainerOptions(null, "trixie", Mode.GUEST, List.of());

    @Test
    void eachMethodChangesOneThing() {
        assertThat(
                        PLAIN.withImage("image:1")
                                .withSuite("forky")
                                .withMode(Mode.DIRECT)
                                .withKernelArguments("a=1", "b"))
                .isEqualTo(
                        new ContainerOptions("image:1", "forky", Mode.DIRECT, List.of("a=1", "b")));
        assertThat(PLAIN).isEqualTo(new ContainerOptions(null, "trixie", Mode.GUEST, List.of()));
    }

    @Test
    void suiteCannotNameAnotherImage() {
        assertThatThrownBy(() -> PLAIN.withSuite("sid@sha256:0"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void driverIsFoundAsTheServiceDocker() {
        assertThat(LinuxMachines.named("docker")).containsInstanceOf(LinuxContainers.class);
    }
}
