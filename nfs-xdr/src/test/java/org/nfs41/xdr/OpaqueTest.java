package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

class OpaqueTest {
    @Test
    void equalBytesAreEqualWhereverTheyAre() {
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put(2, new byte[] {'a', 'b', 'c'});
        Opaque view = Opaque.wrap(direct.position(2).limit(5));
        assertThat(view).isEqualTo(Opaque.utf8("abc")).hasSameHashCodeAs(Opaque.utf8("abc"));
        assertThat(view).isNotEqualTo(Opaque.utf8("abd")).isNotEqualTo(Opaque.utf8("ab"));
    }

    @Test
    void copyIsIndependentOfItsSource() {
        byte[] source = {1, 2, 3};
        Opaque copy = Opaque.of(source);
        source[0] = 9;
        assertThat(copy.toByteArray()).containsExactly(1, 2, 3);
        copy.toByteArray()[1] = 9;
        assertThat(copy.byteAt(1)).isEqualTo((byte) 2);
    }

    @Test
    void viewFollowsItsBufferUntilDetached() {
        byte[] source = {1, 2, 3};
        Opaque view = Opaque.wrap(ByteBuffer.wrap(source));
        Opaque kept = view.detach();
        source[0] = 9;
        assertThat(view.byteAt(0)).isEqualTo((byte) 9);
        assertThat(kept.byteAt(0)).isEqualTo((byte) 1);
        assertThat(kept.detach()).isSameAs(kept);
    }

    @Test
    void bufferOverTheBytesCannotBeWritten() {
        ByteBuffer buffer = Opaque.of((byte) 1).asByteBuffer();
        assertThat(buffer.remaining()).isEqualTo(1);
        Assertions.assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> buffer.put(0, (byte) 2));
    }

    @Test
    void numbersAreReadBigEndian() {
        Opaque opaque = Opaque.of(Golden.bytes("00 0102030405060708 09"));
        assertThat(opaque.longAt(1)).isEqualTo(0x0102030405060708L);
        assertThat(opaque.intAt(2)).isEqualTo(0x02030405);
    }

    @Test
    void textIsUtf8() {
        Opaque opaque = Opaque.utf8("f\u00fcr");
        assertThat(opaque.toByteArray()).isEqualTo(Golden.bytes("66 c3bc 72"));
        assertThat(opaque.utf8()).isEqualTo("f\u00fcr");
        assertThat(Opaque.of((byte) 0xff).utf8()).isEqualTo("\ufffd");
    }

    @Test
    void nothingIsAlwaysTheSame() {
        assertThat(Opaque.of()).isSameAs(Opaque.EMPTY);
        assertThat(Opaque.utf8("")).isSameAs(Opaque.EMPTY);
        assertThat(Opaque.wrap(ByteBuffer.allocate(0))).isSameAs(Opaque.EMPTY);
        assertThat(Opaque.EMPTY.isEmpty()).isTrue();
        assertThat(Opaque.EMPTY.detach()).isSameAs(Opaque.EMPTY);
    }

    @Test
    void orderIsThatOfUnsignedBytesWithAPrefixFirst() {
        Opaque two = Opaque.of((byte) 1, (byte) 0x80);
        assertThat(two).isGreaterThan(Opaque.of((byte) 1, (byte) 0x7f));
        assertThat(two).isGreaterThan(Opaque.of((byte) 1)).isGreaterThan(Opaque.EMPTY);
        assertThat(two).isEqualByComparingTo(Opaque.of((byte) 1, (byte) 0x80));
        assertThat(two).isLessThan(Opaque.of((byte) 2));
    }

    @Test
    void longContentIsShownInPart() {
        assertThat(Opaque.of(new byte[2])).hasToString("0000");
        assertThat(Opaque.of(new byte[65]).toString()).endsWith("00...(65 bytes)").hasSize(141);
    }
}
