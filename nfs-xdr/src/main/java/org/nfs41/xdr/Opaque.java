package org.nfs41.xdr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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
    public static final Opaque EMPTY = new Opaque(ByteBuffer.allocate(0), true);

    private static final int SHOWN_BYTES = 64;

    private final ByteBuffer bytes;
    private final boolean owned;

    private Opaque(ByteBuffer bytes, boolean owned) {
        this.bytes = bytes;
        this.owned = owned;
    }

    /** A view of {@code length} bytes of {@code buffer} from {@code index}, without a copy. */
    static Opaque view(ByteBuffer buffer, int index, int length) {
        return length == 0 ? EMPTY : new Opaque(buffer.slice(index, length), false);
    }

    /** Takes a copy of {@code bytes}. */
    public static Opaque of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Opaque(ByteBuffer.wrap(bytes.clone()), true);
    }

    /** A view of the remaining bytes of {@code buffer}, which keeps its position; not a copy. */
    public static Opaque wrap(ByteBuffer buffer) {
        return view(buffer, buffer.position(), buffer.remaining());
    }

    /** The UTF-8 form of {@code text}. */
    public static Opaque utf8(String text) {
        return text.isEmpty()
                ? EMPTY
                : new Opaque(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true);
    }

    /** How many bytes, 0 or more. */
    public int length() {
        return bytes.limit();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return bytes.limit() == 0;
    }

    /** The byte at {@code index}, which is at least 0 and less than {@link #length()}. */
    public byte byteAt(int index) {
        return bytes.get(index);
    }

    /** The eight bytes from {@code index} on as a big-endian number. */
    public long longAt(int index) {
        return bytes.getLong(index);
    }

    /** The four bytes from {@code index} on as a big-endian number. */
    public int intAt(int index) {
        return bytes.getInt(index);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        byte[] copy = new byte[bytes.limit()];
        bytes.get(0, copy);
        return copy;
    }

    /** A read-only buffer over the same bytes, from position 0 to the length. */
    public ByteBuffer asByteBuffer() {
        return bytes.asReadOnlyBuffer().rewind();
    }

    /** Copies all bytes into {@code target} at {@code index}, leaving its position alone. */
    public void copyTo(ByteBuffer target, int index) {
        target.put(index, bytes, 0, bytes.limit());
    }

    /** The bytes as UTF-8 text; malformed sequences become U+FFFD. */
    public String utf8() {
        return StandardCharsets.UTF_8.decode(bytes.duplicate().rewind()).toString();
    }

    /** This, if it owns its bytes, else a copy that does: safe to keep beyond the request. */
    public Opaque detach() {
        return owned ? this : new Opaque(ByteBuffer.wrap(toByteArray()), true);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque that && bytes.equals(that.bytes);
    }

    @Override
    public int compareTo(Opaque other) {
        int common = Math.min(length(), other.length());
        int at = bytes.mismatch(other.bytes);
        return at >= 0 && at < common
                ? Byte.compareUnsigned(byteAt(at), other.byteAt(at))
                : Integer.compare(length(), other.length());
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    /** The bytes in hexadecimal, the first 64 of them; followed by the length if there are more. */
    @Override
    public String toString() {
        int shown = Math.min(bytes.limit(), SHOWN_BYTES);
        byte[] head = new byte[shown];
        bytes.get(0, head);
        String hex = HexFormat.of().formatHex(head);
        return shown == bytes.limit() ? hex : hex + "...(" + bytes.limit() + " bytes)";
    }
}
