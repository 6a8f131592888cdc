package org.nfs41.xdr;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of small numbers, {@code bitmap4} (RFC 8881 section 3.2): number n is bit n modulo 32 of
 * word n / 32.
 *
 * <p>Immutable. Words at the end that are zero say nothing and are dropped, so that two of them are
 * equal when they hold the same numbers. Most hold attribute numbers (see {@link Attribute}), some
 * operation numbers or kinds of notifications.
 */
public final class Bitmap {
    /** No numbers. */
    public static final Bitmap EMPTY = new Bitmap(new int[0]);

    private final int[] words;

    private Bitmap(int[] words) {
        this.words = words;
    }

    /** A set of these numbers, each at least 0. */
    public static Bitmap of(int... bits) {
        int count = 0;
        for (int bit : bits) {
            if (bit < 0) {
                throw new IllegalArgumentException("bit " + bit);
            }
            count = Math.max(count, bit / Integer.SIZE + 1);
        }
        int[] words = new int[count];
        for (int bit : bits) {
            words[bit / Integer.SIZE] |= 1 << bit;
        }
        return count == 0 ? EMPTY : new Bitmap(words);
    }

    /** A set given by its words, which are copied. */
    public static Bitmap ofWords(int... words) {
        return trimmed(words.clone());
    }

    /** Reads one; it may be as long as the bytes that remain. */
    public static Bitmap decode(XdrReader in) throws XdrException {
        int count = in.readCount(Limits.MESSAGE, Integer.BYTES);
        if (count == 0) {
            return EMPTY;
        }
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = in.readInt();
        }
        return trimmed(words);
    }

    /** Writes it, with as many words as it needs. */
    public void encode(XdrWriter out) {
        out.writeInt(words.length);
        for (int word : words) {
            out.writeInt(word);
        }
    }

    /** How many words {@link #encode} writes after the count. */
    public int wordCount() {
        return words.length;
    }

    /** The word at {@code index}, 0 beyond the last one. */
    public int word(int index) {
        return index < words.length ? words[index] : 0;
    }

    /** A copy of the words. */
    public int[] words() {
        return words.clone();
    }

    /** Whether it holds {@code bit}, which is at least 0. */
    public boolean contains(int bit) {
        return (word(bit / Integer.SIZE) & 1 << bit) != 0;
    }

    /** Whether it holds all numbers of {@code other}. */
    public boolean containsAll(Bitmap other) {
        for (int i = 0; i < other.words.length; i++) {
            if ((other.words[i] & ~word(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it holds none. */
    public boolean isEmpty() {
        return words.length == 0;
    }

    /** How many numbers it holds. */
    public int cardinality() {
        int count = 0;
        for (int word : words) {
            count += Integer.bitCount(word);
        }
        return count;
    }

    /** The least number that it holds and that is at least {@code from}, or -1. */
    public int next(int from) {
        int index = from / Integer.SIZE;
        int word = word(index) & -1 << from;
        while (word == 0) {
            index++;
            if (index >= words.length) {
                return -1;
            }
            word = words[index];
        }
        return index * Integer.SIZE + Integer.numberOfTrailingZeros(word);
    }

    /** Hands all numbers to {@code action}, the least first. */
    public void forEach(IntConsumer action) {
        for (int bit = next(0); bit >= 0; bit = next(bit + 1)) {
            action.accept(bit);
        }
    }

    /** The numbers that both hold. */
    public Bitmap and(Bitmap other) {
        int[] result = new int[Math.min(words.length, other.words.length)];
        for (int i = 0; i < result.length; i++) {
            result[i] = words[i] & other.words[i];
        }
        return trimmed(result);
    }

    /** The numbers that this one holds and {@code other} does not. */
    public Bitmap andNot(Bitmap other) {
        int[] result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] &= ~other.word(i);
        }
        return trimmed(result);
    }

    /** The numbers that either holds. */
    public Bitmap or(Bitmap other) {
        int[] result = Arrays.copyOf(words, Math.max(words.length, other.words.length));
        for (int i = 0; i < other.words.length; i++) {
            result[i] |= other.words[i];
        }
        return trimmed(result);
    }

    /** This one's numbers and {@code bit}. */
    public Bitmap with(int bit) {
        return contains(bit) ? this : or(of(bit));
    }

    /** This one's numbers without {@code bit}. */
    public Bitmap without(int bit) {
        return contains(bit) ? andNot(of(bit)) : this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitmap that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** The numbers in braces. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach(bit -> text.append(text.length() > 1 ? ", " : "").append(bit));
        return text.append('}').toString();
    }

    /** Takes {@code words} over, without zeros at the end. */
    private static Bitmap trimmed(int[] words) {
        int count = words.length;
        while (count > 0 && words[count - 1] == 0) {
            count--;
        }
        if (count == 0) {
            return EMPTY;
        }
        return new Bitmap(count == words.length ? words : Arrays.copyOf(words, count));
    }
}
