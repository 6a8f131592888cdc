package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class BitmapTest {
    private final Bitmap some = Bitmap.of(0, 31, 32, 75);

    @Test
    void numbersAreSpreadOverWords() {
        assertThat(some.words()).containsExactly(0x80000001, 1, 1 << 11);
        assertThat(some.wordCount()).isEqualTo(3);
        assertThat(some.word(2)).isEqualTo(1 << 11);
        assertThat(some.word(3)).isZero();
        assertThat(some.cardinality()).isEqualTo(4);
    }

    @Test
    void onlyItsOwnNumbersAreContained() {
        assertThat(some.contains(31)).isTrue();
        assertThat(some.contains(30)).isFalse();
        assertThat(some.contains(63)).isFalse();
        assertThat(some.contains(1000)).isFalse();
        assertThat(some.containsAll(Bitmap.of(0, 75))).isTrue();
        assertThat(some.containsAll(Bitmap.of(0, 76))).isFalse();
        assertThat(some.containsAll(Bitmap.of(128))).isFalse();
    }

    @Test
    void numbersComeInOrder() {
        List<Integer> numbers = new ArrayList<>();
        some.forEach(numbers::add);
        assertThat(numbers).containsExactly(0, 31, 32, 75);
        assertThat(some.next(33)).isEqualTo(75);
        assertThat(some.next(76)).isEqualTo(-1);
        assertThat(some.next(500)).isEqualTo(-1);
        assertThat(Bitmap.EMPTY.next(0)).isEqualTo(-1);
    }

    @Test
    void setsAreCombined() {
        assertThat(some.and(Bitmap.of(31, 33, 100))).isEqualTo(Bitmap.of(31));
        assertThat(some.or(Bitmap.of(1, 100))).isEqualTo(Bitmap.of(0, 1, 31, 32, 75, 100));
        assertThat(some.andNot(Bitmap.of(31, 75, 100))).isEqualTo(Bitmap.of(0, 32));
        assertThat(some.with(5)).isEqualTo(Bitmap.of(0, 5, 31, 32, 75));
        assertThat(some.with(31)).isSameAs(some);
        assertThat(some.without(75)).isEqualTo(Bitmap.of(0, 31, 32));
        assertThat(some.without(74)).isSameAs(some);
        assertThat(some.and(Bitmap.of(33))).isSameAs(Bitmap.EMPTY);
    }

    @Test
    void wordsOfZeroAtTheEndDoNotCount() throws XdrException {
        Bitmap padded = Bitmap.decode(Golden.reader("00000003 00000010 00000000 00000000"));
        assertThat(padded).isEqualTo(Bitmap.of(4)).hasSameHashCodeAs(Bitmap.of(4));
        XdrWriter out = new XdrWriter();
        padded.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes("00000001 00000010"));
        assertThat(Bitmap.decode(Golden.reader("00000002 00000000 00000000")))
                .isSameAs(Bitmap.EMPTY);
    }

    @Test
    void moreWordsThanTheMessageHoldsAreRefused() {
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> Bitmap.decode(Golden.reader("40000000 00000001")));
    }

    @Test
    void numberBelowZeroIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Bitmap.of(-1));
    }

    @Test
    void itIsShownAsItsNumbers() {
        assertThat(some).hasToString("{0, 31, 32, 75}");
        assertThat(Bitmap.EMPTY).hasToString("{}");
    }
}
