package org.nfs41.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.nio.ByteBuffer;

/** Data comes in pieces of any length, at any alignment. */
final class ReadDataProperties {
    private static final int LENGTH = 4096;
    private static final int FILE = 3;

    @Property(tries = 200)
    void rightDataIsTakenWhateverItsPieces(
            @ForAll @IntRange(min = 9, max = LENGTH) int piece, @ForAll @IntRange(max = 7) int pad)
            throws WrongReply {
        assertThat(take(data(pad), piece, pad)).isEqualTo(pad + LENGTH);
    }

    @Property(tries = 200)
    void aWrongWordIsFoundInAnySector(
            @ForAll @IntRange(min = 9, max = LENGTH) int piece,
            @ForAll @IntRange(max = 7) int pad,
            @ForAll @IntRange(max = LENGTH / 512 - 1) int sector) {
        ByteBuffer wrong = data(pad).put(pad + sector * 512, (byte) 99);
        assertThatThrownBy(() -> take(wrong, piece, pad)).isInstanceOf(WrongReply.class);
    }

    private static ByteBuffer data(int pad) {
        ByteBuffer data = ByteBuffer.allocate(pad + LENGTH + 8);
        return data.put(pad, Pattern.bytes(FILE, 0, LENGTH), 0, LENGTH);
    }

    /** Gives it in pieces from {@code from} on; returns where it ended. */
    private static int take(ByteBuffer data, int piece, int from) throws WrongReply {
        ReadData taker = new ReadData(FILE, LENGTH);
        Slot slot = new Slot(0, 0);
        slot.begin(0, 0);
        taker.begin(slot);
        int at = from;
        int there = from;
        while (taker.slot() != null) {
            there = Math.min(there + piece, data.capacity());
            at = taker.take(data, at, there);
        }
        return at;
    }
}
