package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrException;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RecordDecoderTest {
    private static final int LAST = Integer.MIN_VALUE;
    static final int MAX = 200_000;

    private final List<byte[]> records = new ArrayList<>();

    private boolean collect(ByteBuffer buffer, int from, int to) {
        byte[] record = new byte[to - from];
        buffer.get(from, record);
        records.add(record);
        return true;
    }

    @Property(tries = 200)
    void recordsComeOutAsTheyWentInHoweverTheyAreFragmentedAndSplit(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 400) Integer> lengths,
            @ForAll long seed)
            throws XdrException {
        checkRoundTrip(lengths, new Random(seed), 40, 60);
    }

    @Property(tries = 50)
    void largeRecordsComeOutAsTheyWentIn(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = MAX) Integer> lengths,
            @ForAll long seed)
            throws XdrException {
        checkRoundTrip(lengths, new Random(seed), MAX, 50_000);
    }

    /**
     * Feeds records in random fragments and pieces, stops now and then, uses targets if offered.
     */
    private void checkRoundTrip(List<Integer> lengths, Random random, int maxFragment, int maxPiece)
            throws XdrException {
        List<byte[]> sent = new ArrayList<>();
        ByteBuffer stream = ByteBuffer.allocate(20 * MAX);
        for (int length : lengths) {
            byte[] record = new byte[length];
            random.nextBytes(record);
            sent.add(record);
            putFragments(stream, record, random, maxFragment);
        }
        stream.flip();
        List<byte[]> received = new ArrayList<>();
        RecordDecoder.Sink sink =
                (buffer, from, to) -> {
                    byte[] record = new byte[to - from];
                    buffer.get(from, record);
                    received.add(record);
                    return random.nextBoolean();
                };
        RecordDecoder decoder = new RecordDecoder(MAX);
        int at = 0;
        while (at < stream.limit()) {
            ByteBuffer target = decoder.target();
            if (target != null) {
                int count = Math.min(target.remaining(), random.nextInt(maxPiece + 1));
                count = Math.min(count, stream.limit() - at);
                target.put(target.position(), stream, at, count);
                decoder.filled(count);
                at += count;
            }
            int end = Math.min(stream.limit(), at + 1 + random.nextInt(maxPiece));
            at = decoder.decode(stream, at, end, sink);
            if (random.nextInt(10) == 0) {
                decoder.trim();
            }
        }
        decoder.decode(stream, at, at, sink);
        assertThat(received).hasSize(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i)).isEqualTo(sent.get(i));
        }
        assertThat(decoder.inRecord()).isFalse();
    }

    private static void putFragments(
            ByteBuffer stream, byte[] record, Random random, int maxFragment) {
        int at = 0;
        int empty = 0;
        while (true) {
            int length = Math.min(record.length - at, random.nextInt(maxFragment + 1));
            boolean isLast = at + length == record.length && random.nextBoolean();
            if (length == 0 && !isLast && ++empty > RecordDecoder.MAX_EMPTY_FRAGMENTS) {
                isLast = true;
                length = record.length - at;
            }
            stream.putInt(length | (isLast ? LAST : 0)).put(record, at, length);
            at += length;
            if (isLast) {
                return;
            }
        }
    }

    @Test
    void wholeRecordsAreHandedOnWhereTheyLie() throws XdrException {
        ByteBuffer input = ByteBuffer.allocate(64);
        input.putInt(8 | LAST).putLong(1).putInt(4 | LAST).putInt(2);
        List<Integer> starts = new ArrayList<>();
        new RecordDecoder(MAX)
                .decode(
                        input,
                        0,
                        input.position(),
                        (buffer, from, _) -> {
                            assertThat(buffer).isSameAs(input);
                            return starts.add(from);
                        });
        assertThat(starts).containsExactly(4, 16);
    }

    @Test
    void aSinkThatStopsLeavesTheRestUnread() throws XdrException {
        ByteBuffer input = ByteBuffer.allocate(64);
        input.putInt(4 | LAST).putInt(1).putInt(4 | LAST).putInt(2);
        RecordDecoder decoder = new RecordDecoder(MAX);
        assertThat(decoder.decode(input, 0, 16, (_, _, _) -> false)).isEqualTo(8);
        assertThat(decoder.inRecord()).isFalse();
        assertThat(decoder.decode(input, 8, 16, this::collect)).isEqualTo(16);
        assertThat(records).hasSize(1);
    }

    @Test
    void aRecordOfTheGreatestLengthIsTaken() throws XdrException {
        ByteBuffer input = ByteBuffer.allocate(4 + 64).putInt(0, 64 | LAST);
        new RecordDecoder(64).decode(input, 0, 68, this::collect);
        assertThat(records).hasSize(1);
    }

    @Test
    void aRecordThatAnnouncesMoreThanTheGreatestLengthIsRefusedAtOnce() {
        ByteBuffer input = ByteBuffer.allocate(4).putInt(0, 65 | LAST);
        assertThatThrownBy(() -> new RecordDecoder(64).decode(input, 0, 4, this::collect))
                .isInstanceOf(XdrException.class);
        ByteBuffer greatest = ByteBuffer.allocate(4).putInt(0, -1);
        assertThatThrownBy(() -> new RecordDecoder(64).decode(greatest, 0, 4, this::collect))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void fragmentsThatTogetherPassTheGreatestLengthAreRefused() throws XdrException {
        ByteBuffer input = ByteBuffer.allocate(100);
        input.putInt(0, 40).putInt(44, 25 | LAST);
        RecordDecoder decoder = new RecordDecoder(64);
        assertThat(decoder.decode(input, 0, 44, this::collect)).isEqualTo(44);
        assertThatThrownBy(() -> decoder.decode(input, 44, 48, this::collect))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void emptyFragmentsAreTakenUpToTheirBound() throws XdrException {
        int most = RecordDecoder.MAX_EMPTY_FRAGMENTS;
        ByteBuffer input = ByteBuffer.allocate(4 * (most + 2));
        input.putInt(4 * most, 4 | LAST).putInt(4 * most + 4, 7);
        new RecordDecoder(64).decode(input, 0, input.capacity(), this::collect);
        assertThat(records).containsExactly(new byte[] {0, 0, 0, 7});
    }

    @Test
    void emptyFragmentsWithoutEndAreRefused() {
        ByteBuffer input = ByteBuffer.allocate(4 * (RecordDecoder.MAX_EMPTY_FRAGMENTS + 1));
        RecordDecoder decoder = new RecordDecoder(64);
        assertThatThrownBy(() -> decoder.decode(input, 0, input.capacity(), this::collect))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void anAnnouncedLengthAllocatesNothing() throws XdrException {
        int announced = 1 << 28;
        ByteBuffer input = ByteBuffer.allocate(1000).putInt(0, announced | LAST);
        RecordDecoder decoder = new RecordDecoder(announced);
        long before = directBytes();
        decoder.decode(input, 0, 1000, this::collect);
        assertThat(decoder.inRecord()).isTrue();
        assertThat(decoder.target()).isNotNull();
        assertThat(directBytes() - before).isLessThan(1 << 20);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
