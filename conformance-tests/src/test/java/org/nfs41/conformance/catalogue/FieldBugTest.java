package org.nfs41.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldBugTest {
    @Test
    void allAreNamedAndDescribed() {
        assertThat(FieldBug.all()).hasSize(161);
        assertThat(FieldBug.all().values())
                .allMatch(bug -> bug.id().matches("B-[0-9]{3}"))
                .allMatch(bug -> bug.area().matches("[A-Z]+"))
                .allMatch(bug -> !bug.title().isBlank() && !bug.title().endsWith("."));
    }
}
