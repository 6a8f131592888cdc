package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class XdrReaderTest {
    @Test
    void numbersAreBigEndian() throws XdrException {
        XdrReader in = Golden.reader("01020304 fffffffffffffffe 00000001 00000000");
        assertThat(in.readInt()).isEqualTo(0x01020304);
        assertThat(in.readLong()).isEqualTo(-2);
        assertThat(in.readBoolean()).isTrue();
        assertThat(in.readBoolean()).isFalse();
        assertThat(in.remaining()).isZero();
    }

    @Test
    void booleanOfTwoIsRefused() {
        assertRefused(() -> Golden.reader("00000002").readBoolean());
        assertRefused(() -> Golden.reader("80000001").readBoolean());
    }

    @Test
    void numberThatIsCutOffIsRefused() {
        assertRefused(() -> Golden.reader("010203").readInt());
        assertRefused(() -> Golden.reader("01020304 050607").readLong());
    }

    @Test
    void opaqueIsReadWithItsPadding() throws XdrException {
        XdrReader in = Golden.reader("00000005 6162636465 000000 0000002a");
        assertThat(in.readOpaque(5)).isEqualTo(Opaque.utf8("abcde"));
        assertThat(in.readInt()).isEqualTo(42);
    }

    @Test
    void opaqueIsAViewOfTheBuffer() throws XdrException {
        byte[] bytes = Golden.bytes("00000004 61626364");
        Opaque view = new XdrReader(bytes).readOpaque(4);
        Opaque kept = view.detach();
        bytes[4] = 'x';
        assertThat(view).isEqualTo(Opaque.utf8("xbcd"));
        assertThat(kept).isEqualTo(Opaque.utf8("abcd"));
    }

    @Test
    void opaqueBeyondItsBoundIsRefused() {
        assertRefused(() -> Golden.reader("00000005 6162636465 000000").readOpaque(4));
    }

    @Test
    void opaqueBeyondTheMessageIsRefused() {
        assertRefused(() -> Golden.reader("00000005 61626364").readOpaque(Limits.MESSAGE));
        assertRefused(() -> Golden.reader("7fffffff 61626364").readOpaque(Limits.MESSAGE));
        assertRefused(() -> Golden.reader("ffffffff 61626364").readOpaque(Limits.MESSAGE));
    }

    @Test
    void opaqueWithoutItsPaddingIsRefused() {
        assertRefused(() -> Golden.reader("00000001 61 0000").readOpaque(1));
    }

    @Test
    void paddingThatIsNotZeroIsRefused() {
        assertRefused(() -> Golden.reader("00000001 61 000001").readOpaque(1));
        assertRefused(() -> Golden.reader("61 000001").readFixedOpaque(1));
    }

    @Test
    void paddingThatIsNotZeroIsTakenAndRememberedOnDemand() throws XdrException {
        XdrReader reader = Golden.reader("00000001 41 000001 00000001 42 000000");
        reader.acceptAnyPadding();
        assertThat(reader.isPaddingZero()).isTrue();
        assertThat(reader.readOpaque(1)).isEqualTo(Opaque.utf8("A"));
        assertThat(reader.isPaddingZero()).isFalse();
        assertThat(reader.readOpaque(1)).isEqualTo(Opaque.utf8("B"));
        assertThat(reader.isPaddingZero()).isFalse();
    }

    @Test
    void opaqueCanBeTakenFromTheBuffer() throws XdrException {
        XdrReader in = Golden.reader("00000003 616263 00 0000002a");
        int length = in.readOpaqueLength(3);
        int at = in.position();
        in.skipOpaque(length);
        assertThat(in.buffer().get(at)).isEqualTo((byte) 'a');
        assertThat(in.readInt()).isEqualTo(42);
    }

    @Test
    void countIsBoundedByWhatRemains() throws XdrException {
        assertThat(Golden.reader("00000002 00000000 00000000").readCount(9, 4)).isEqualTo(2);
        assertRefused(() -> Golden.reader("00000003 00000000 00000000").readCount(9, 4));
        assertRefused(() -> Golden.reader("7fffffff 00000000").readCount(Limits.MESSAGE, 4));
        assertRefused(() -> Golden.reader("ffffffff 00000000").readCount(Limits.MESSAGE, 4));
    }

    @Test
    void countBeyondItsBoundIsRefused() {
        assertRefused(() -> Golden.reader("00000002 00000000 00000000").readCount(1, 4));
    }

    @Test
    void listsAndOptionalValuesAreRead() throws XdrException {
        XdrReader in =
                Golden.reader("00000002 00000007 00000008 00000000 00000001 00000009 00000000");
        assertThat(in.readList(2, XdrReader::readInt)).containsExactly(7, 8);
        assertThat(in.<Integer>readOptional(XdrReader::readInt)).isNull();
        assertThat(in.readOptionalInt()).hasValue(9);
        assertThat(in.readOptionalLong()).isEmpty();
    }

    @Test
    void rangeOfABufferIsAllThatIsRead() throws XdrException {
        ByteBuffer buffer = ByteBuffer.wrap(Golden.bytes("00000001 00000002 00000003"));
        XdrReader in = new XdrReader().reset(buffer, 4, 8);
        assertThat(in.readInt()).isEqualTo(2);
        assertRefused(in::readInt);
        in.position(4);
        assertThat(in.readInt()).isEqualTo(2);
        assertThat(buffer.position()).isZero();
        assertThat(buffer.limit()).isEqualTo(12);
    }

    @Test
    void mistakesOfTheCallerAreNotTheWiresFault() {
        ByteBuffer buffer = ByteBuffer.allocate(8);
        XdrReader in = new XdrReader(buffer);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> in.position(9));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> in.reset(buffer, 4, 9));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> in.reset(buffer.order(ByteOrder.LITTLE_ENDIAN), 0, 8));
    }

    @Test
    void refusalCostsNoStackTrace() {
        assertThatThrownBy(() -> Golden.reader("").readInt())
                .isInstanceOf(XdrException.class)
                .hasMessage("4 bytes wanted, 0 left")
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    private static void assertRefused(ThrowingCallable read) {
        assertThatExceptionOfType(XdrException.class).isThrownBy(read);
    }
}
