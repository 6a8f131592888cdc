package org.nfs41.state.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Offsets and lengths at the edges of 63 and 64 bits (RFC 8881 section 18.10.3). */
class ByteRangeTest {
    private static final long ALL_ONES = -1;

    @Test
    void rangeOfSomeBytes() {
        ByteRange range = range(10, 5);
        assertThat(range).isEqualTo(new ByteRange(10, 14));
        assertThat(range.length()).isEqualTo(5);
    }

    @Test
    void zeroLengthIsNone() {
        assertThat(ByteRange.of(0, 0)).isNull();
        assertThat(ByteRange.of(ALL_ONES, 0)).isNull();
    }

    @Test
    void lengthOfAllOnesIsToTheEndFromAnyOffset() {
        for (long offset : new long[] {0, 10, Long.MIN_VALUE, ALL_ONES}) {
            ByteRange range = range(offset, ALL_ONES);
            assertThat(range).isEqualTo(new ByteRange(offset, ALL_ONES));
            assertThat(range.length()).isEqualTo(ALL_ONES);
        }
    }

    @Test
    void sumOfAllOnesIsTheGreatestThatIsLegal() {
        assertThat(range(ALL_ONES - 1, 1)).isEqualTo(new ByteRange(ALL_ONES - 1, ALL_ONES - 1));
        assertThat(range(1, ALL_ONES - 1)).isEqualTo(new ByteRange(1, ALL_ONES - 1));
        assertThat(range(0, ALL_ONES - 1).length()).isEqualTo(ALL_ONES - 1);
    }

    @Test
    void sumOverAllOnesIsNone() {
        assertThat(ByteRange.of(ALL_ONES, 1)).isNull();
        assertThat(ByteRange.of(2, ALL_ONES - 1)).isNull();
        assertThat(ByteRange.of(Long.MIN_VALUE, ALL_ONES - 1)).isNull();
    }

    @Test
    void offsetsOver63BitsAreGreaterThanThoseBelow() {
        ByteRange low = range(0, Long.MAX_VALUE);
        ByteRange high = range(Long.MIN_VALUE, 100);
        assertThat(low.overlaps(high)).isFalse();
        assertThat(range(Long.MAX_VALUE, 2).overlaps(high)).isTrue();
        assertThat(range(5, ALL_ONES).overlaps(high)).isTrue();
    }

    @Test
    void nothingFollowsTheEnd() {
        assertThat(range(3, ALL_ONES).isFollowedBy(range(0, 1))).isFalse();
        assertThat(range(0, 3).isFollowedBy(range(3, 1))).isTrue();
    }

    @Test
    void partsBesideAnother() {
        ByteRange whole = range(10, ALL_ONES);
        assertThat(whole.before(range(20, 5))).isEqualTo(range(10, 10));
        assertThat(whole.behind(range(20, 5))).isEqualTo(range(25, ALL_ONES));
        assertThat(whole.before(range(0, ALL_ONES))).isNull();
        assertThat(whole.behind(range(0, ALL_ONES))).isNull();
    }

    @Test
    void endBeforeBeginningIsRefused() {
        assertThatThrownBy(() -> new ByteRange(ALL_ONES, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteRange range(long offset, long length) {
        ByteRange range = ByteRange.of(offset, length);
        assertThat(range).isNotNull();
        return range;
    }
}
