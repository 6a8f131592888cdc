package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads XDR (RFC 4506) from a range of a {@link ByteBuffer}.
 *
 * <p>Every length is checked against what remains and against the caller's bound before anything is
 * allocated, so that no input can make a reader allocate more than a small multiple of its own
 * size. Whatever does not decode ends in an {@link XdrException}; the reader's position is then
 * unspecified. One reader may be {@link #reset} and used again for any number of messages. Not safe
 * for use by several threads.
 */
public final class XdrReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int position;
    private int end;
    private boolean anyPadding;
    private boolean zeroPadding = true;

    /** A reader over nothing, to be {@link #reset}. */
    public XdrReader() {}

    /** A reader over the remaining bytes of {@code buffer}, whose position is left alone. */
    public XdrReader(ByteBuffer buffer) {
        reset(buffer, buffer.position(), buffer.limit());
    }

    /** A reader over {@code bytes}, which are not copied. */
    public XdrReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    /** A reader over the bytes of {@code opaque}, which are not copied. */
    public XdrReader(Opaque opaque) {
        this(opaque.asByteBuffer());
    }

    /**
     * Starts anew over the bytes of {@code buffer} from index {@code from} up to {@code to}.
     *
     * @param buffer big-endian; its own position and limit play no part and do not change
     */
    public XdrReader reset(ByteBuffer buffer, int from, int to) {
        if (buffer.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("XDR is big-endian");
        }
        if (from < 0 || from > to || to > buffer.limit()) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + buffer.limit());
        }
        this.buffer = buffer;
        this.position = from;
        this.end = to;
        return this;
    }

    /** The buffer that is read; its own position has no meaning here. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The index in {@link #buffer()} of the next byte. */
    public int position() {
        return position;
    }

    /** Continues at another index, at most the end of the range. */
    public void position(int position) {
        if (position < 0 || position > end) {
            throw new IndexOutOfBoundsException(position + " of " + end);
        }
        this.position = position;
    }

    /** The number of bytes that are left. */
    public int remaining() {
        return end - position;
    }

    /**
     * From now on takes padding of any value, which some servers send, and remembers that it was
     * there. For a client that has to go on with such a server.
     */
    public XdrReader acceptAnyPadding() {
        anyPadding = true;
        return this;
    }

    /** Whether all padding read since this reader was made was zero, as RFC 4506 section 3 says. */
    public boolean isPaddingZero() {
        return zeroPadding;
    }

    /** A 32-bit number, signed or unsigned: {@code int}, {@code unsigned int}, enum. */
    public int readInt() throws XdrException {
        int at = advance(Integer.BYTES);
        return buffer.getInt(at);
    }

    /** A 64-bit number, signed or unsigned: {@code hyper}, {@code unsigned hyper}. */
    public long readLong() throws XdrException {
        int at = advance(Long.BYTES);
        return buffer.getLong(at);
    }

    /** A boolean; any value but 0 and 1 is an error (RFC 4506 section 4.4). */
    public boolean readBoolean() throws XdrException {
        int value = readInt();
        if ((value & ~1) != 0) {
            throw new XdrException("bool is " + Integer.toUnsignedString(value));
        }
        return value == 1;
    }

    /**
     * Variable-length opaque data or a string, as a view.
     *
     * @param max the greatest length that is accepted, in bytes
     */
    public Opaque readOpaque(int max) throws XdrException {
        int length = readOpaqueLength(max);
        int at = advancePadded(length);
        return Opaque.view(buffer, at, length);
    }

    /**
     * Only the length of variable-length opaque data: the bytes follow at {@link #position()}, and
     * all of them with their padding are known to be there. For callers that take the bytes from
     * the buffer themselves; they go on with {@link #skipOpaque}.
     */
    public int readOpaqueLength(int max) throws XdrException {
        int length = readInt();
        if (length < 0 || length > max) {
            throw new XdrException(
                    "opaque of " + Integer.toUnsignedString(length) + " bytes, at most " + max);
        }
        if (padded(length) > remaining()) {
            throw truncated(length);
        }
        return length;
    }

    /** Passes over {@code length} bytes and their padding, which must be zero. */
    public void skipOpaque(int length) throws XdrException {
        advancePadded(length);
    }

    /** Fixed-length opaque data of {@code length} bytes, as a view. */
    public Opaque readFixedOpaque(int length) throws XdrException {
        int at = advancePadded(length);
        return Opaque.view(buffer, at, length);
    }

    /**
     * The element count of a variable-length array.
     *
     * @param max the greatest count that is accepted
     * @param minimumBytes the least number of bytes that one element takes on the wire, at least 1:
     *     a count that cannot fit into what remains is refused before anything is allocated for it
     */
    public int readCount(int max, int minimumBytes) throws XdrException {
        int count = readInt();
        if (count < 0 || count > max) {
            throw new XdrException(
                    "array of " + Integer.toUnsignedString(count) + " elements, at most " + max);
        }
        if ((long) count * minimumBytes > remaining()) {
            throw new XdrException(
                    "array of " + count + " elements with " + remaining() + " bytes left");
        }
        return count;
    }

    /**
     * A variable-length array.
     *
     * @param max the greatest count that is accepted
     * @param element reads one element
     */
    public <T> List<T> readList(int max, XdrDecoder<T> element) throws XdrException {
        // no XDR type but void takes less than four bytes
        int count = readCount(max, Integer.BYTES);
        if (count == 0) {
            return List.of();
        }
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.decode(this));
        }
        return List.copyOf(list);
    }

    /**
     * A value that may be absent: XDR's optional data, an array of at most one element, or a union
     * that is void for FALSE, which all look the same.
     *
     * @return null if it is absent
     */
    public <T> @Nullable T readOptional(XdrDecoder<T> value) throws XdrException {
        return readBoolean() ? value.decode(this) : null;
    }

    /** A 32-bit number that may be absent. */
    public OptionalInt readOptionalInt() throws XdrException {
        return readBoolean() ? OptionalInt.of(readInt()) : OptionalInt.empty();
    }

    /** A 64-bit number that may be absent. */
    public OptionalLong readOptionalLong() throws XdrException {
        return readBoolean() ? OptionalLong.of(readLong()) : OptionalLong.empty();
    }

    private int advance(int bytes) throws XdrException {
        int at = position;
        if (bytes > end - at) {
            throw truncated(bytes);
        }
        position = at + bytes;
        return at;
    }

    private int advancePadded(int length) throws XdrException {
        int at = position;
        long whole = padded(length);
        if (whole > remaining()) {
            throw truncated(length);
        }
        int padEnd = at + (int) whole;
        for (int i = at + length; i < padEnd; i++) {
            if (buffer.get(i) != 0) {
                // RFC 4506 section 3: the residual bytes are zero
                zeroPadding = false;
                if (!anyPadding) {
                    throw new XdrException("padding is not zero");
                }
            }
        }
        position = padEnd;
        return at;
    }

    private XdrException truncated(int wanted) {
        return new XdrException(wanted + " bytes wanted, " + remaining() + " left");
    }

    private static long padded(int length) {
        return (length + 3L) & ~3L;
    }
}
