package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class RecentConflictsTest {
    private static final long PAUSE = 100;
    private static final int FILES = 100_000;

    private final RecentConflicts conflicts = new RecentConflicts();

    @Test
    void aConflictIsRecentForAWhile() {
        assertThat(conflicts.isRecent("f", PAUSE, 0)).isFalse();
        conflicts.note("f", 1_000);
        assertThat(conflicts.isRecent("f", PAUSE, 1_000)).isTrue();
        assertThat(conflicts.isRecent("f", PAUSE, 1_000 + PAUSE - 1)).isTrue();
        assertThat(conflicts.isRecent("f", PAUSE, 1_000 + PAUSE)).isFalse();
        conflicts.note("f", 0);
        assertThat(conflicts.isRecent("f", PAUSE, PAUSE - 1)).isTrue();
    }

    @Test
    void othersThatShareAnEntryHaveNoConflict() {
        conflicts.note(-1, 1_000);
        assertThat(IntStream.range(0, FILES).filter(file -> conflicts.isRecent(file, PAUSE, 1_000)))
                .isEmpty();
        assertThat(conflicts.isRecent(-1, PAUSE, 1_000)).isTrue();
    }
}
