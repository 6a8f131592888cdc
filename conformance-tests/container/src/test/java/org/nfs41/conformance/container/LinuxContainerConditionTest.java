package org.nfs41.conformance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import java.util.Optional;

final class LinuxContainerConditionTest {

    @Test
    void testsRunWhereContainersCanBeStarted() {
        assertThat(LinuxContainerCondition.decide(Optional.empty(), true).isDisabled()).isFalse();
    }

    @Test
    void testsAreSkippedWithTheReasonWhereTheyCannot() {
        assertThat(LinuxContainerCondition.decide(Optional.of("no engine"), false))
                .matches(decision -> decision.isDisabled())
                .extracting(decision -> decision.getReason().orElse(""))
                .isEqualTo("no Linux client in a container: no engine");
    }

    @Test
    void thatIsAFailureWhereContainersAreRequired() {
        assertThatThrownBy(() -> LinuxContainerCondition.decide(Optional.of("no engine"), true))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContainingAll("no engine", "NFS41_REQUIRE_LINUX_CONTAINER=1");
    }
}
