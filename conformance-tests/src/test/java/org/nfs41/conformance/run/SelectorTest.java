package org.nfs41.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;

import java.util.Arrays;
import java.util.List;

class SelectorTest {
    private static final List<CheckInfo> CHECKS = CheckClasses.checksOf(List.of(Samples.class));

    /** Never run: only their metadata is looked at. */
    static final class Samples {
        @Check(
                id = "SEQ-001",
                rule = "r",
                sends = "s",
                accepts = "a",
                requirements = "2.10.6.1-R05",
                bugs = "B-014")
        void one(CheckContext cx) {}

        @Check(
                id = "SEQ-012",
                rule = "r",
                sends = "s",
                accepts = "a",
                sections = "2.10.6",
                level = Level.SHOULD)
        void two(CheckContext cx) {}

        @Check(
                id = "CID-001",
                rule = "r",
                sends = "s",
                accepts = "a",
                sections = "2.1",
                needs = Need.CALLBACK)
        void three(CheckContext cx) {}
    }

    @ParameterizedTest
    @CsvSource({
        "SEQ-001, SEQ-001",
        "seq-001, SEQ-001",
        "SEQ-*, SEQ-001 SEQ-012",
        "*-001, CID-001 SEQ-001",
        "SEQ-0?2, SEQ-012",
        "SEQ, ''",
        "tag:callback, CID-001",
        "tag:seq, SEQ-001 SEQ-012",
        "level:should, SEQ-012",
        "level:MUST, CID-001 SEQ-001",
        "rfc:2.10.6, SEQ-001 SEQ-012",
        "rfc:2.1, CID-001",
        "rfc:2, CID-001 SEQ-001 SEQ-012",
        "bug:B-014, SEQ-001",
    })
    void selects(String text, String ids) {
        List<CheckInfo> chosen = Selector.select(CHECKS, List.of(Selector.parse(text)), List.of());
        assertThat(chosen.stream().map(CheckInfo::id))
                .containsExactlyElementsOf(
                        Arrays.stream(ids.split(" ")).filter(id -> !id.isEmpty()).toList());
    }

    @Test
    void nothingChosenMeansAllAndExclusionsWin() {
        assertThat(Selector.select(CHECKS, List.of(), List.of())).hasSize(3);
        List<Selector> sequence = List.of(Selector.parse("SEQ-*"));
        assertThat(Selector.select(CHECKS, List.of(), sequence)).hasSize(1);
        assertThat(Selector.select(CHECKS, sequence, sequence)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo:bar", "rfc:x", "rfc:", "level:may", "SEQ 1", "SEQ_1"})
    void isRefused(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
