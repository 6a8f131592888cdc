package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.StateId;

import java.util.HashSet;
import java.util.Set;

class StateIdSourceTest {
    private static final int MANY = 100_000;

    @Test
    void manyIdsAreDistinctStartAtSeqidOneAndAreNotReserved() {
        StateIdSource source = new StateIdSource(11, 12);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            StateId id = source.next(5);
            assertThat(id.seqid()).isEqualTo(1);
            assertThat(SpecialStateIds.isReserved(id)).isFalse();
            seen.add(id.otherHigh());
        }
        assertThat(seen).hasSize(MANY);
    }

    @Test
    void anotherKeyGivesOtherIdsFromTheStart() {
        StateId one = new StateIdSource(11, 12).next(5);
        StateId two = new StateIdSource(11, 13).next(5);
        assertThat(two.otherHigh()).isNotEqualTo(one.otherHigh());
    }

    @Test
    void neighboursDifferInAboutHalfOfTheirBits() {
        StateIdSource source = new StateIdSource(21, 22);
        long before = source.next(5).otherHigh();
        int bits = 0;
        int rounds = 1_000;
        for (int i = 0; i < rounds; i++) {
            long id = source.next(5).otherHigh();
            bits += Long.bitCount(id ^ before);
            before = id;
        }
        assertThat(bits / rounds).isBetween(28, 36);
    }
}
