package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import java.util.List;

final class ProgramConditionTest {

    @Test
    void scenarioIsRunWhereItsProgramsAre() {
        assertThat(ProgramCondition.decide(List.of(), true).isDisabled()).isFalse();
    }

    @Test
    void scenarioIsSkippedWithTheReasonWhereAProgramIsMissing() {
        assertThat(ProgramCondition.decide(List.of("fio", "git"), false))
                .matches(decision -> decision.isDisabled())
                .extracting(decision -> decision.getReason().orElse(""))
                .isEqualTo("not on this machine: fio, git");
    }

    @Test
    void missingProgramIsAFailureWhereLinuxClientsAreRequired() {
        assertThatThrownBy(() -> ProgramCondition.decide(List.of("fio"), true))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("fio");
    }
}
