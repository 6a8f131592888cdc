package org.nfs41.xdr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Bytes without structure: XDR's {@code opaque} and {@code string} (RFC 4506 sections 4.9 to 4.11).
 *
 * <p>An {@code Opaque} that an {@link XdrReader} returns is a view of the reader's buffer and holds
 * its content only as long as that buffer does; call {@link #detach()} before keeping it. All other
 * ones never change. Two are equal when their bytes are. Safe for use by several threads as long as
 * the buffer under a view is not written.
 *
 * <p>Ordered by their bytes as unsigned numbers, a prefix first. Peers choose names, and so can
 * make many whose hashes collide: a hash table keeps these in a tree if it can compare them, else
 * in a list.
 */
public final class Opaque implements Comparable<Opaque> {
    /** No bytes. */
    public static final Opaque EMPTY = owning(new byte[0]);

    private static final int SHOWN_BYTES = 64;
    private static final int HASH_FACTOR = 31;

    // Not a slice: a view is then one small object, which mostly need not be made at all.
    private final ByteBuffer buffer;
    private final int from;
    private final int length;
    private final boolean owned;

    private Opaque(ByteBuffer buffer, int from, int length, boolean owned) {
        this.buffer = buffer;
        this.from = from;
        this.length = length;
        this.owned = owned;
    }

    private static Opaque owning(byte[] bytes) {
        return new Opaque(ByteBuffer.wrap(bytes), 0, bytes.length, true);
    }

    /** A view of {@code length} bytes of {@code buffer} from {@code index}, without a copy. */
    static Opaque view(ByteBuffer buffer, int index, int length) {
        Objects.checkFromIndexSize(index, length, buffer.capacity());
        return length == 0 ? EMPTY : new Opaque(bigEndian(buffer), index, length, false);
    }

    /** Takes a copy of {@code bytes}. */
    public static Opaque of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : owning(bytes.clone());
    }

    /** A view of the remaining bytes of {@code buffer}, which keeps its position; not a copy. */
    public static Opaque wrap(ByteBuffer buffer) {
        return view(buffer, buffer.position(), buffer.remaining());
    }

    /** The UTF-8 form of {@code text}. */
    public static Opaque utf8(String text) {
        return text.isEmpty() ? EMPTY : owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes, 0 or more. */
    public int length() {
        return length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at {@code index}, which is at least 0 and less than {@link #length()}. */
    public byte byteAt(int index) {
        return buffer.get(from + Objects.checkIndex(index, length));
    }

    /** The eight bytes from {@code index} on as a big-endian number. */
    public long longAt(int index) {
        return buffer.getLong(from + Objects.checkFromIndexSize(index, Long.BYTES, length));
    }

    /** The four bytes from {@code index} on as a big-endian number. */
    public int intAt(int index) {
        return buffer.getInt(from + Objects.checkFromIndexSize(index, Integer.BYTES, length));
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        buffer.get(from, copy);
        return copy;
    }

    /** A read-only buffer over the same bytes, from position 0 to the length. */
    public ByteBuffer asByteBuffer() {
        return buffer.slice(from, length).asReadOnlyBuffer();
    }

    /** Copies all bytes into {@code target} at {@code index}, leaving its position alone. */
    public void copyTo(ByteBuffer target, int index) {
        target.put(index, buffer, from, length);
    }

    /** The bytes as UTF-8 text; malformed sequences become U+FFFD. */
    public String utf8() {
        return new String(toByteArray(), StandardCharsets.UTF_8);
    }

    /** This, if it owns its bytes, else a copy that does: safe to keep beyond the request. */
    public Opaque detach() {
        return owned ? this : owning(toByteArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque that
                && length == that.length
                && mismatch(that, length) == length;
    }

    @Override
    public int compareTo(Opaque other) {
        int common = Math.min(length, other.length);
        int at = mismatch(other, common);
        return at < common
                ? Byte.compareUnsigned(byteAt(at), other.byteAt(at))
                : Integer.compare(length, other.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from + length - 1; i >= from; i--) {
            hash = HASH_FACTOR * hash + buffer.get(i);
        }
        return hash;
    }

    /** The bytes in hexadecimal, the first 64 of them; followed by the length if there are more. */
    @Override
    public String toString() {
        int shown = Math.min(length, SHOWN_BYTES);
        byte[] head = new byte[shown];
        buffer.get(from, head);
        String hex = HexFormat.of().formatHex(head);
        return shown == length ? hex : hex + "...(" + length + " bytes)";
    }

    /** The index of the first byte that differs, or {@code common} if none of so many does. */
    private int mismatch(Opaque other, int common) {
        int i = 0;
        while (common - i >= Long.BYTES
                && buffer.getLong(from + i) == other.buffer.getLong(other.from + i)) {
            i += Long.BYTES;
        }
        while (i < common && buffer.get(from + i) == other.buffer.get(other.from + i)) {
            i++;
        }
        return i;
    }

    /** Over the same bytes, also if somebody has made the buffer little-endian. */
    private static ByteBuffer bigEndian(ByteBuffer buffer) {
        return buffer.order() == ByteOrder.BIG_ENDIAN ? buffer : buffer.duplicate();
    }
}
