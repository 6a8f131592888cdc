package org.nfs41.conformance.wireshark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import java.util.Optional;

class RequiresTsharkTest {
    @Test
    void missingProgramSkipsWithTheReason() {
        var decision = RequiresTshark.Condition.decide(Optional.of("no tshark"), false);

        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason()).contains("no tshark");
    }

    @Test
    void missingProgramFailsWhereItIsRequired() {
        assertThatThrownBy(() -> RequiresTshark.Condition.decide(Optional.of("no tshark"), true))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("no tshark");
    }

    @Test
    void presentProgramIsUsed() {
        assertThat(RequiresTshark.Condition.decide(Optional.empty(), true).isDisabled()).isFalse();
    }
}
