package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How target and enforced limit move (RFC 8881 section 2.10.6.1). */
class SlotLimitsTest {
    private static final int GRANTED = 16;
    private static final int HIGHEST = GRANTED - 1;
    private static final int HALF = ReplyMemory.LEVELS / 2;
    private static final long NOW = 5;

    private final SlotLimits start = SlotLimits.atStart(GRANTED, 0);

    /** Lowered to slots 0 to 7 by a request that came when its client could not know. */
    private final SlotLimits lowered = unaware(start, HALF, 0, HIGHEST);

    @Test
    void atStartAllSlotsMayBeUsed() {
        assertThat(start.target()).isEqualTo(HIGHEST);
        assertThat(start.enforced()).isEqualTo(HIGHEST);
        assertThat(start.isSettled(0)).isTrue();
        assertThat(aware(start, 0, HIGHEST, HIGHEST)).isEqualTo(start);
    }

    @Test
    void atStartUnderPressureFewerShouldBeUsedThoughAllMay() {
        SlotLimits limits = SlotLimits.atStart(GRANTED, HALF);

        assertThat(limits.target()).isEqualTo(7);
        assertThat(limits.enforced()).isEqualTo(HIGHEST);
        assertThat(limits.isForced()).isFalse();
    }

    @ParameterizedTest(name = "{0} slots at level {1}: up to slot {2}")
    @CsvSource({
        "16, 0, 15",
        "16, 1, 14",
        "16, 8, 7",
        "16, 15, 0",
        "16, 16, 0",
        "64, 1, 59",
        "64, 15, 3",
        "64, 16, 0",
        "1, 0, 0",
        "1, 16, 0",
        "3, 1, 2",
        "3, 6, 1",
        "4096, 1, 3839",
        "4096, 16, 0",
    })
    void limitFallsInProportionAndNeverBelowOneSlot(int granted, int level, int highest) {
        assertThat(SlotLimits.highestFor(granted, level)).isEqualTo(highest);
    }

    @Test
    void pressureLowersTheTargetAtOnceAndNothingElse() {
        assertThat(lowered.target()).isEqualTo(7);
        assertThat(lowered.enforced()).isEqualTo(HIGHEST);
        assertThat(lowered.kept()).isEqualTo(HIGHEST);
        assertThat(lowered.generation()).isEqualTo(start.generation() + 1);
    }

    @Test
    void clientThatCannotKnowMovesNothing() {
        assertThat(unaware(lowered, HALF, 3, 3)).isEqualTo(lowered);
    }

    @Test
    void clientThatKnowsAndUsesNoMoreHasTheSlotsAboveRetired() {
        SlotLimits limits = aware(lowered, HALF, 0, 7);

        assertThat(limits.enforced()).isEqualTo(7);
        assertThat(limits.kept()).isEqualTo(7);
        assertThat(limits.target()).isEqualTo(7);
        assertThat(limits.generation()).isEqualTo(lowered.generation());
        assertThat(limits.isForced()).isFalse();
    }

    @Test
    void requestInProgressAboveKeepsTheSlots() {
        SlotLimits limits = lowered.after(HALF, true, 0, 3, above -> above == 7, NOW);

        assertThat(limits).isEqualTo(lowered);
    }

    @Test
    void clientThatStillUsesASlotAboveKeepsTheSlots() {
        SlotLimits limits = aware(lowered, HALF, 0, 8);

        assertThat(limits.enforced()).isEqualTo(HIGHEST);
        assertThat(limits.kept()).isEqualTo(HIGHEST);
    }

    @Test
    void newPressureNeedsNewProof() {
        SlotLimits lower = aware(lowered, HALF + 2, 0, 3);

        assertThat(lower.target()).isEqualTo(5);
        assertThat(lower.enforced()).isEqualTo(HIGHEST);
        assertThat(lower.generation()).isEqualTo(lowered.generation() + 1);
    }

    @Test
    void targetGrowsInStepsWhenTheClientUsesItUp() {
        SlotLimits small = aware(lowered, HALF, 0, 7);

        assertThat(aware(small, 0, 0, 6)).isEqualTo(small);
        assertThat(unaware(small, 0, 0, 7)).isEqualTo(small);
        SlotLimits grown = aware(small, 0, 0, 7);
        assertThat(grown.target()).isEqualTo(11);
        assertThat(grown.enforced()).isEqualTo(11);
        assertThat(grown.generation()).isEqualTo(small.generation() + 1);
        SlotLimits whole = aware(grown, 0, 11, 11);
        assertThat(whole.target()).isEqualTo(HIGHEST);
        assertThat(whole.enforced()).isEqualTo(HIGHEST);
        assertThat(whole.isSettled(0)).isTrue();
    }

    @Test
    void singleSlotGrowsByOneAtLeast() {
        SlotLimits two = SlotLimits.atStart(2, ReplyMemory.LEVELS);

        assertThat(aware(two, 0, 0, 0).target()).isEqualTo(1);
    }

    @Test
    void betweenTwoLevelsNothingMovesToAndFro() {
        SlotLimits small = aware(lowered, HALF, 0, 7);

        assertThat(aware(small, HALF - 1, 7, 7)).isEqualTo(small);
        assertThat(aware(small, HALF, 7, 7)).isEqualTo(small);
        assertThat(aware(small, HALF - 2, 7, 7).target()).isEqualTo(8);
    }

    @Test
    void whoIgnoresWhatHeKnowsForLongLosesTheSlotsThatHeDoesNotUse() {
        SlotLimits noticed = lowered.after(HALF, true, 0, 9, above -> false, NOW);
        assertThat(noticed.enforced()).isEqualTo(HIGHEST);

        long patient = NOW + SlotLimits.PATIENCE_NANOS;
        assertThat(noticed.after(HALF, true, 0, 9, above -> false, patient)).isEqualTo(noticed);
        assertThat(noticed.after(HALF, true, 0, 9, above -> true, patient + 1)).isEqualTo(noticed);
        assertThat(noticed.after(HALF, false, 0, 9, above -> false, patient + 1))
                .isEqualTo(noticed);

        SlotLimits forced = noticed.after(HALF, true, 0, 9, above -> false, patient + 1);
        assertThat(forced.enforced()).isEqualTo(7);
        assertThat(forced.kept()).as("slots above may hold what a retry wants").isEqualTo(HIGHEST);
        assertThat(forced.isForced()).isTrue();
    }

    @Test
    void whoComesToHeedItInTimeIsForgiven() {
        SlotLimits noticed = lowered.after(HALF, true, 0, 9, above -> false, NOW);
        SlotLimits forgiven = noticed.after(HALF, true, 0, 7, above -> true, NOW + 1);

        assertThat(forgiven.ignoredSince()).isEqualTo(SlotLimits.NEVER);
        assertThat(forgiven.enforced()).isEqualTo(HIGHEST);
    }

    @Test
    void forcedLimitIsAcceptedInTheEndAndTheSlotsRetired() {
        SlotLimits limits = aware(forced(), HALF, 0, 7);

        assertThat(limits.kept()).isEqualTo(7);
        assertThat(limits.isForced()).isFalse();
    }

    @Test
    void forcedLimitGrowsAgainOnlyWithAClientThatHeedsIt() {
        assertThat(aware(forced(), 0, 0, 9).target()).isEqualTo(7);
        SlotLimits heeded = aware(forced(), 0, 0, 7);
        assertThat(heeded.target()).as("what is above is retired first").isEqualTo(7);
        assertThat(heeded.kept()).isEqualTo(7);
        assertThat(aware(heeded, 0, 0, 7).target()).isEqualTo(11);
    }

    @Test
    void requestThatSlippedInAboveTheLimitKeepsItsSlotUntilTheNextProof() {
        SlotLimits small = aware(lowered, HALF, 0, 7);
        SlotLimits slipped = unaware(small, HALF, 9, 9);

        assertThat(slipped.enforced()).isEqualTo(9);
        assertThat(slipped.kept()).isEqualTo(9);
        assertThat(slipped.isForced()).isFalse();
        assertThat(aware(slipped, HALF, 0, 7)).isEqualTo(small);
    }

    private SlotLimits forced() {
        SlotLimits noticed = lowered.after(HALF, true, 0, 9, above -> false, NOW);
        return noticed.after(HALF, true, 0, 9, above -> false, NOW + SlotLimits.PATIENCE_NANOS + 1);
    }

    /** After a request on a slot whose last reply told the target; nothing is in progress. */
    private static SlotLimits aware(SlotLimits limits, int level, int slot, int highest) {
        return limits.after(level, true, slot, highest, above -> false, NOW);
    }

    private static SlotLimits unaware(SlotLimits limits, int level, int slot, int highest) {
        return limits.after(level, false, slot, highest, above -> false, NOW);
    }
}
