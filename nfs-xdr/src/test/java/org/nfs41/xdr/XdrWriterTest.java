package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

class XdrWriterTest {
    private final XdrWriter out = new XdrWriter(ByteBuffer.allocate(8));

    @Test
    void numbersAreBigEndian() {
        out.writeInt(0x01020304);
        out.writeLong(-2);
        out.writeBoolean(true);
        assertWritten("01020304 fffffffffffffffe 00000001");
    }

    @Test
    void bufferOfTheOtherByteOrderIsTurnedAround() {
        XdrWriter turned = new XdrWriter(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN));
        turned.writeInt(1);
        turned.writeInt(2);
        assertThat(turned.toByteArray()).isEqualTo(Golden.bytes("00000001 00000002"));
    }

    @Test
    void opaqueIsPaddedWithZeros() {
        // what was there before must not show in the padding
        out.writeLong(-1);
        out.writeLong(-1);
        out.position(0);
        out.writeOpaque(Opaque.utf8("abcde"));
        out.writeFixedOpaque(Opaque.utf8("x"));
        out.writeOpaque(new byte[] {1, 2});
        assertWritten("00000005 6162636465 000000 78 000000 00000002 0102 0000");
    }

    @Test
    void listsAndOptionalValuesAreWritten() {
        out.writeList(List.of(7, 8), (value, to) -> to.writeInt(value));
        out.writeOptional((Integer) null, (value, to) -> to.writeInt(value));
        out.writeOptional(OptionalInt.of(9));
        out.writeOptional(OptionalLong.of(10));
        out.writeOptional(OptionalLong.empty());
        assertWritten(
                "00000002 00000007 00000008 00000000 00000001 00000009"
                        + "00000001 000000000000000a 00000000");
    }

    @Test
    void directBufferIsReplacedByALargerDirectOne() {
        XdrWriter direct = new XdrWriter(ByteBuffer.allocateDirect(4));
        direct.writeInt(1);
        direct.writeLong(2);
        assertThat(direct.buffer().isDirect()).isTrue();
        assertThat(direct.toByteArray()).isEqualTo(Golden.bytes("00000001 0000000000000002"));
    }

    @Test
    void writeBeyondTheLimitWritesNothing() {
        out.limit(10);
        out.writeLong(1);
        assertThatExceptionOfType(XdrOverflowException.class)
                .isThrownBy(() -> out.writeInt(2))
                .withMessage("4 bytes at 8 pass the limit of 10")
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
        assertThatExceptionOfType(XdrOverflowException.class)
                .isThrownBy(() -> out.writeOpaque(Opaque.utf8("long")));
        assertThat(out.remaining()).isEqualTo(2);
        assertWritten("0000000000000001");
    }

    @Test
    void writeUpToTheLimitFits() {
        out.limit(12);
        out.writeOpaque(Opaque.utf8("abcde"));
        assertWritten("00000005 6162636465 000000");
    }

    @Test
    void limitCanBeRaisedAfterItWasReached() {
        out.limit(8);
        out.writeLong(1);
        out.limit(12);
        out.writeInt(2);
        assertWritten("0000000000000001 00000002");
    }

    @Test
    void lengthThatNoArrayHoldsPassesTheLimit() {
        assertThatExceptionOfType(XdrOverflowException.class)
                .isThrownBy(() -> out.reserveOpaque(Integer.MAX_VALUE));
        out.limit(Integer.MAX_VALUE);
        assertThatExceptionOfType(XdrOverflowException.class)
                .isThrownBy(() -> out.reserveOpaque(Integer.MAX_VALUE - 1));
    }

    @Test
    void returningDropsWhatCameAfter() {
        out.writeInt(1);
        int position = out.position();
        out.writeInt(2);
        out.position(position);
        out.writeInt(3);
        assertWritten("00000001 00000003");
    }

    @Test
    void numbersCanBePutAtPositionsThatWerePassed() {
        out.writeInt(0);
        out.writeLong(0);
        out.putIntAt(0, 5);
        out.putLongAt(4, 6);
        assertWritten("00000005 0000000000000006");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> out.putIntAt(9, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> out.putLongAt(8, 1));
    }

    @Test
    void reservedBytesCanBeFewerInTheEnd() {
        int at = out.reserveOpaque(100);
        out.buffer().put(at, new byte[] {1, 2, 3, 4, 5});
        out.shortenOpaque(at, 5);
        out.writeInt(7);
        assertWritten("00000005 0102030405 000000 00000007");
    }

    @Test
    void reservedBytesCannotBecomeMore() {
        int at = out.reserveOpaque(4);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> out.shortenOpaque(at, 5));
    }

    @Test
    void rawBytesAreAppended() {
        out.writeRaw(ByteBuffer.wrap(Golden.bytes("0102030405")), 1, 3);
        assertWritten("020304");
    }

    @Test
    void clearedWriterStartsAnewWithItsLimit() {
        out.limit(8);
        out.writeLong(1);
        out.clear();
        out.writeInt(2);
        assertThat(out.limit()).isEqualTo(8);
        assertWritten("00000002");
    }

    private void assertWritten(String hex) {
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(hex));
    }
}
