package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** The rules of RFC 8881 section 2.10.6.1 as a table of state and sequence id. */
class SlotRulesTest {
    /** Sequence ids around which the order is not that of numbers, and an ordinary one. */
    private static final int[] LAST = {0, 1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, -1};

    @ParameterizedTest(name = "{0}, {1}, same request {2}: {3}")
    @CsvSource({
        // state,      requested - last, same request, verdict
        "UNUSED,       0,  true,  MISORDERED",
        "UNUSED,       0,  false, MISORDERED",
        "UNUSED,       1,  true,  NEW",
        "UNUSED,       1,  false, NEW",
        "UNUSED,       2,  true,  MISORDERED",
        "UNUSED,      -1,  true,  MISORDERED",
        "IN_PROGRESS,  0,  true,  IN_PROGRESS",
        "IN_PROGRESS,  0,  false, IN_PROGRESS",
        "IN_PROGRESS,  1,  true,  MISORDERED",
        "IN_PROGRESS,  1,  false, MISORDERED",
        "IN_PROGRESS,  2,  true,  MISORDERED",
        "IN_PROGRESS, -1,  true,  MISORDERED",
        "UNCACHED,     0,  true,  UNCACHED_REPLAY",
        "UNCACHED,     0,  false, FALSE_RETRY",
        "UNCACHED,     1,  true,  NEW",
        "UNCACHED,     1,  false, NEW",
        "UNCACHED,     2,  true,  MISORDERED",
        "UNCACHED,    -1,  true,  MISORDERED",
        "RETIRED,      0,  true,  UNCACHED_REPLAY",
        "RETIRED,      0,  false, FALSE_RETRY",
        "RETIRED,      1,  true,  NEW",
        "RETIRED,      1,  false, NEW",
        "RETIRED,      2,  true,  MISORDERED",
        "RETIRED,     -1,  true,  MISORDERED",
        "RETIRING,     0,  true,  IN_PROGRESS",
        "RETIRING,     0,  false, IN_PROGRESS",
        "RETIRING,     1,  true,  IN_PROGRESS",
        "RETIRING,     1,  false, IN_PROGRESS",
        "RETIRING,     2,  true,  MISORDERED",
        "RETIRING,    -1,  true,  MISORDERED",
        "CACHED,       0,  true,  REPLAY",
        "CACHED,       0,  false, FALSE_RETRY",
        "CACHED,       1,  true,  NEW",
        "CACHED,       1,  false, NEW",
        "CACHED,       2,  true,  MISORDERED",
        "CACHED,      -1,  true,  MISORDERED",
    })
    void decidesByStateAndDistanceWhereverTheSequenceStands(
            SlotState state, int distance, boolean sameRequest, SlotVerdict expected) {
        for (int last : LAST) {
            assertThat(SlotRules.classify(state, last, last + distance, sameRequest, true))
                    .as("last sequence id %08x", last)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("farAway")
    void whateverIsNeitherLastNorNextIsMisordered(SlotState state, int requested) {
        assertThat(SlotRules.classify(state, 7, requested, true, true))
                .isEqualTo(SlotVerdict.MISORDERED);
    }

    @ParameterizedTest(name = "last {0}, same request {1}, same as first {2}: {3}")
    @CsvSource({
        // last, same request, same as first, verdict
        " 7, false, false, NEW",
        " 7, false, true,  MISORDERED",
        "-1, false, false, NEW",
        " 1, false, false, NEW",
        " 1, false, true,  FALSE_RETRY",
        " 1, true,  true,  UNCACHED_REPLAY",
        " 0, false, true,  NEW",
    })
    void retiredSlotBeginsAnewUnlessItsFirstRequestHasGoneAstray(
            int last, boolean sameRequest, boolean sameAsFirst, SlotVerdict expected) {
        assertThat(SlotRules.classify(SlotState.RETIRED, last, 1, sameRequest, sameAsFirst))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RETIRED")
    void noOtherSlotBeginsAnew(SlotState state) {
        assertThat(SlotRules.classify(state, 7, 1, false, false)).isEqualTo(SlotVerdict.MISORDERED);
    }

    static Stream<Arguments> farAway() {
        return Stream.of(SlotState.values())
                .flatMap(state ->
                        Stream.of(0, 5, 6, 9, 10, 1000, Integer.MAX_VALUE, -1, -8)
                                .map(requested -> Arguments.of(state, requested)));
    }
}
