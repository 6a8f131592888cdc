package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundHeader;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.ResOp;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What holds for the codec of every record of this module. */
class CodecProperties {
    /** Bytes of heap a decoder may take for each byte that it is given. */
    private static final int HEAP_PER_BYTE = 32;

    /** What a decoder may take besides: a reader, an exception with its message. */
    private static final int HEAP_BESIDES = 8192;

    /** What cannot be read without the operations that it announces. */
    private static final Set<Class<?>> HEADERS =
            Set.of(CompoundHeader.class, CbCompoundHeader.class);

    private static final List<Codec> CODECS = Codec.all();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A value with its codec. */
    record Sample(Codec codec, Object value) {}

    /** A change of some 32-bit words of a message, and an end where it is cut off. */
    record Damage(List<Word> words, double end) {
        byte[] apply(byte[] bytes) {
            byte[] damaged = Arrays.copyOf(bytes, (int) Math.round(bytes.length * end));
            for (Word word : words) {
                int index = (int) (word.place * damaged.length) & -Integer.BYTES;
                if (index + Integer.BYTES <= damaged.length) {
                    ByteBuffer.wrap(damaged).putInt(index, word.value);
                }
            }
            return damaged;
        }
    }

    /** A number that replaces another one. */
    record Word(double place, int value) {}

    @Example
    void everyOperationHasCodecs() {
        List<Class<?>> types = CODECS.stream().<Class<?>>map(Codec::type).toList();
        for (Class<?> union : List.of(ArgOp.class, ResOp.class, CbArgOp.class, CbResOp.class)) {
            assertThat(types).contains(union.getPermittedSubclasses());
        }
        assertThat(Stream.of(ArgOp.class.getPermittedSubclasses()))
                .as("operations 3 to 58, ILLEGAL and an unknown one")
                .hasSize(58);
        assertThat(Stream.of(CbArgOp.class.getPermittedSubclasses()))
                .as("callback operations 3 to 14, CB_ILLEGAL and an unknown one")
                .hasSize(14);
    }

    @Property(tries = 60)
    void whatWasWrittenIsRead(@ForAll("oneOfEach") List<Sample> samples) throws XdrException {
        for (Sample sample : samples) {
            byte[] bytes = sample.codec.encode(sample.value);
            XdrReader in = new XdrReader(bytes);
            assertThat(sample.codec.decode(in)).as("%s", sample.codec).isEqualTo(sample.value);
            assertThat(in.remaining()).as("bytes left of %s", sample).isZero();
        }
    }

    @Property(tries = 25)
    void whatIsCutOffIsRefused(@ForAll("oneOfEach") List<Sample> samples) {
        for (Sample sample : samples) {
            byte[] bytes = sample.codec.encode(sample.value);
            for (int length = 0; length < bytes.length; length += Integer.BYTES) {
                byte[] head = Arrays.copyOf(bytes, length);
                if (decodeWithinBounds(sample.codec, head)) {
                    // only a compound with an unread rest looks whole when the rest is shorter
                    assertThat(sample.value.toString()).contains("Unknown");
                }
            }
        }
    }

    @Property(tries = 100)
    void damagedBytesAreReadOrRefused(
            @ForAll("oneOfEach") List<Sample> samples, @ForAll("damage") Damage damage) {
        for (Sample sample : samples) {
            decodeWithinBounds(sample.codec, damage.apply(sample.codec.encode(sample.value)));
        }
    }

    @Property(tries = 300)
    void arbitraryBytesAreReadOrRefused(@ForAll("bytes") byte[] bytes) {
        for (Codec codec : CODECS) {
            decodeWithinBounds(codec, bytes);
        }
    }

    @Provide
    Arbitrary<List<Sample>> oneOfEach() {
        List<Arbitrary<Sample>> samples =
                CODECS.stream()
                        .map(codec -> XdrArbitraries.anyOf(codec.type()).map(v -> sample(codec, v)))
                        .toList();
        return Combinators.combine(samples).as(List::copyOf);
    }

    @Provide
    Arbitrary<Damage> damage() {
        Arbitrary<Double> places = Arbitraries.doubles().between(0, 1);
        Arbitrary<Word> words = Combinators.combine(places, words()).as(Word::new);
        return Combinators.combine(
                        words.list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(1.0)), Tuple.of(1, places)))
                .as(Damage::new);
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return words().list().ofMaxSize(60).map(CodecProperties::toBytes);
    }

    private static Sample sample(Codec codec, Object value) {
        return new Sample(codec, value);
    }

    /** Numbers that are likely to be taken for a length, a count or a discriminant. */
    private static Arbitrary<Integer> words() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0, 8)),
                Tuple.of(1, Arbitraries.integers().between(9, 300)),
                Tuple.of(1, Arbitraries.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24)),
                Tuple.of(1, Arbitraries.integers()));
    }

    private static byte[] toBytes(List<Integer> words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.size() * Integer.BYTES);
        words.forEach(bytes::putInt);
        return bytes.array();
    }

    /**
     * Decodes; what decodes must be written and read again as the same value. Anything but a value
     * or an XdrException fails, as does taking more heap than the input's length allows.
     *
     * @return whether it decoded
     */
    private static boolean decodeWithinBounds(Codec codec, byte[] bytes) {
        long bound = (long) HEAP_PER_BYTE * bytes.length + HEAP_BESIDES;
        long taken = heapTaken(codec, bytes);
        // now and then a call also takes heap for linking, which is not what is measured
        for (int i = 0; i < 5 && taken > bound; i++) {
            taken = heapTaken(codec, bytes);
        }
        assertThat(taken)
                .as("heap taken by %s for %d bytes", codec, bytes.length)
                .isLessThanOrEqualTo(bound);
        Object value;
        try {
            value = codec.decode(bytes);
        } catch (XdrException e) {
            return false;
        }
        if (HEADERS.contains(codec.type())) {
            return true;
        }
        try {
            assertThat(codec.decode(codec.encode(value))).as("%s", codec).isEqualTo(value);
        } catch (XdrException e) {
            throw new AssertionError(value + " was decoded but not again", e);
        }
        return true;
    }

    /** Decodes, whatever comes of it, and returns how many bytes of heap that took. */
    private static long heapTaken(Codec codec, byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            codec.decode(bytes);
        } catch (XdrException e) {
            // the other outcome that is allowed
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
