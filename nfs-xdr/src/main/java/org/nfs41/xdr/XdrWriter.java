package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * Writes XDR (RFC 4506) into a buffer that grows up to a limit.
 *
 * <p>A write that would pass the {@linkplain #limit(int) limit} throws {@link XdrOverflowException}
 * and writes nothing. A position can be remembered and returned to, which drops what was written
 * after it; numbers can be put at positions that were passed. One writer may be {@link #clear}ed
 * and used for any number of messages. Not safe for use by several threads.
 */
public final class XdrWriter {
    /** What a writer starts with when nothing is said: most replies fit. */
    public static final int DEFAULT_CAPACITY = 512;

    /** The most an array is sure to hold; far enough below the greatest int to add padding to. */
    private static final int GREATEST_LIMIT = Integer.MAX_VALUE - 2 * Long.BYTES;

    private final IntFunction<ByteBuffer> larger;
    private ByteBuffer buffer;
    private int position;
    private int limit;

    /** A writer on the heap without limit but the size of an array. */
    public XdrWriter() {
        this(ByteBuffer.allocate(DEFAULT_CAPACITY));
    }

    /**
     * A writer that starts with {@code initial} from index 0 and replaces it, by one of the same
     * kind (heap or direct), when it is full. Makes {@code initial} big-endian.
     */
    public XdrWriter(ByteBuffer initial) {
        this(initial, initial.isDirect() ? ByteBuffer::allocateDirect : ByteBuffer::allocate);
    }

    /**
     * A writer that starts with {@code initial} from index 0 and replaces it, when it is full, by
     * what {@code larger} gives for a number of bytes: a buffer of at least that capacity.
     */
    public XdrWriter(ByteBuffer initial, IntFunction<ByteBuffer> larger) {
        this.buffer = initial.clear().order(ByteOrder.BIG_ENDIAN);
        this.larger = larger;
        this.limit = GREATEST_LIMIT;
    }

    /**
     * The buffer that holds what was written, from index 0 (or where the owner began) up to {@link
     * #position()}. It is another one after growth, so it is asked for when it is needed.
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Forgets everything; the limit stays. */
    public void clear() {
        position = 0;
    }

    /** The index in {@link #buffer()} of the next byte. */
    public int position() {
        return position;
    }

    /** Returns to a position that was passed: what was written after it is dropped. */
    public void position(int position) {
        if (position < 0 || position > this.position) {
            throw new IndexOutOfBoundsException(position + " of " + this.position);
        }
        this.position = position;
    }

    /** The position that no write may pass. */
    public int limit() {
        return limit;
    }

    /**
     * Sets the position that no write may pass, at least the current position; more than an array
     * can hold counts as what it can hold.
     */
    public void limit(int limit) {
        if (limit < position) {
            throw new IllegalArgumentException("limit " + limit + " before " + position);
        }
        this.limit = Math.min(limit, GREATEST_LIMIT);
    }

    /** The number of bytes that may still be written. */
    public int remaining() {
        return limit - position;
    }

    /** A 32-bit number or an enum's value. */
    public void writeInt(int value) {
        buffer(Integer.BYTES).putInt(position, value);
        position += Integer.BYTES;
    }

    /** A 64-bit number. */
    public void writeLong(long value) {
        buffer(Long.BYTES).putLong(position, value);
        position += Long.BYTES;
    }

    /** A boolean. */
    public void writeBoolean(boolean value) {
        writeInt(value ? 1 : 0);
    }

    /** Variable-length opaque data or a string: length, bytes, padding. */
    public void writeOpaque(Opaque value) {
        int length = value.length();
        int at = openOpaque(length);
        value.copyTo(buffer, at);
        close(at, length);
    }

    /** Variable-length opaque data from an array. */
    public void writeOpaque(byte[] value) {
        int at = openOpaque(value.length);
        buffer.put(at, value);
        close(at, value.length);
    }

    /** Fixed-length opaque data: bytes and padding without a length. */
    public void writeFixedOpaque(Opaque value) {
        int length = value.length();
        buffer(padded(length));
        value.copyTo(buffer, position);
        close(position, length);
    }

    /**
     * Makes room for variable-length opaque data of {@code length} bytes and writes its length and
     * padding; the caller puts the bytes into {@link #buffer()} at the returned index, all of them,
     * before anything else is written. Spares a copy of what can be produced in place.
     */
    public int reserveOpaque(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        int at = openOpaque(length);
        close(at, length);
        return at;
    }

    /**
     * Shortens what {@link #reserveOpaque} reserved last, for a producer that had less to give.
     *
     * @param at what {@code reserveOpaque} returned
     * @param length the number of bytes that are there, at most the number reserved
     */
    public void shortenOpaque(int at, int length) {
        if (length < 0 || at + padded(length) > position) {
            throw new IndexOutOfBoundsException(at + " + " + length + " of " + position);
        }
        buffer.putInt(at - Integer.BYTES, length);
        close(at, length);
    }

    /** A variable-length array: count and elements. */
    public <T> void writeList(List<T> list, XdrEncoder<T> element) {
        writeInt(list.size());
        for (T value : list) {
            element.encode(value, this);
        }
    }

    /** A value that may be absent, which null stands for. */
    public <T> void writeOptional(@Nullable T value, XdrEncoder<T> encoder) {
        writeBoolean(value != null);
        if (value != null) {
            encoder.encode(value, this);
        }
    }

    /** A 32-bit number that may be absent. */
    public void writeOptional(OptionalInt value) {
        writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writeInt(value.getAsInt());
        }
    }

    /** A 64-bit number that may be absent. */
    public void writeOptional(OptionalLong value) {
        writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writeLong(value.getAsLong());
        }
    }

    /** Overwrites the 32-bit number at a position that was passed. */
    public void putIntAt(int at, int value) {
        if (at < 0 || at + Integer.BYTES > position) {
            throw new IndexOutOfBoundsException(at + " of " + position);
        }
        buffer.putInt(at, value);
    }

    /** Overwrites the 64-bit number at a position that was passed. */
    public void putLongAt(int at, long value) {
        if (at < 0 || at + Long.BYTES > position) {
            throw new IndexOutOfBoundsException(at + " of " + position);
        }
        buffer.putLong(at, value);
    }

    /** Appends {@code length} raw bytes of {@code source} from {@code index}, without padding. */
    public void writeRaw(ByteBuffer source, int index, int length) {
        buffer(length).put(position, source, index, length);
        position += length;
    }

    /** A copy of what was written from index {@code from} on. */
    public byte[] toByteArray(int from) {
        byte[] copy = new byte[position - from];
        buffer.get(from, copy);
        return copy;
    }

    /** A copy of all that was written. */
    public byte[] toByteArray() {
        return toByteArray(0);
    }

    private int openOpaque(int length) {
        if (length > limit - position) {
            // before padding is added, which might pass the greatest int
            throw new XdrOverflowException(position, length, limit);
        }
        buffer(Integer.BYTES + padded(length)).putInt(position, length);
        return position + Integer.BYTES;
    }

    private void close(int at, int length) {
        int next = at + padded(length);
        for (int i = at + length; i < next; i++) {
            buffer.put(i, (byte) 0);
        }
        position = next;
    }

    /** The buffer, with room for {@code bytes} more. */
    private ByteBuffer buffer(int bytes) {
        if (bytes > limit - position) {
            throw new XdrOverflowException(position, bytes, limit);
        }
        if (bytes > buffer.capacity() - position) {
            grow(bytes);
        }
        return buffer;
    }

    private void grow(int bytes) {
        long doubled = Math.max(2L * buffer.capacity(), (long) position + bytes);
        int capacity = (int) Math.min(doubled, limit);
        ByteBuffer next = larger.apply(capacity).clear().order(ByteOrder.BIG_ENDIAN);
        buffer = next.put(0, buffer, 0, position);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
