package org.nfs41.server.local;

import org.nfs41.xdr.Opaque;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What tells an object from all others of the file system, those of other times included: the
 * content of its filehandle. Immutable.
 */
final class HandleKey implements Comparable<HandleKey> {
    private final byte[] bytes;
    private final int hash;

    /** Takes the array for its own. */
    HandleKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The bytes of {@code handle} from {@code from} on. */
    static HandleKey of(Opaque handle, int from) {
        byte[] bytes = new byte[handle.length() - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = handle.byteAt(from + i);
        }
        return new HandleKey(bytes);
    }

    /** The same without its first {@code count} bytes. */
    HandleKey without(int count) {
        return new HandleKey(Arrays.copyOfRange(bytes, count, bytes.length));
    }

    int length() {
        return bytes.length;
    }

    byte byteAt(int index) {
        return bytes[index];
    }

    /** The bytes to be read. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    void putTo(ByteBuffer target) {
        target.put(bytes);
    }

    @Override
    public int compareTo(HandleKey other) {
        return Arrays.compare(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HandleKey that
                && hash == that.hash
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
