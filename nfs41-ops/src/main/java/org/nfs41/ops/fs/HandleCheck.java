package org.nfs41.ops.fs;

import org.nfs41.xdr.Opaque;

/**
 * The number in a filehandle that shows it is one of ours: SipHash-2-4 under a key, with the bytes
 * read as big-endian words. Immutable and safe for use by several threads; allocates nothing.
 */
public final class HandleCheck {
    /** How long a key is. */
    public static final int KEY_BYTES = 16;

    private final long key0;
    private final long key1;

    /** A check under a key of {@link #KEY_BYTES} bytes. */
    public HandleCheck(Opaque key) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a filehandle key has 16 bytes");
        }
        this.key0 = key.longAt(0);
        this.key1 = key.longAt(8);
    }

    /** The check for {@code exportId} and the bytes of {@code bytes} from {@code from} on. */
    public long of(int exportId, Opaque bytes, int from) {
        Mixer mixer = new Mixer(key0, key1);
        int end = bytes.length();
        mixer.add(Integer.toUnsignedLong(exportId) << 32 | (end - from));
        int index = from;
        for (; end - index >= Long.BYTES; index += Long.BYTES) {
            mixer.add(bytes.longAt(index));
        }
        long last = 0;
        for (; index < end; index++) {
            last = last << 8 | (bytes.byteAt(index) & 0xff);
        }
        mixer.add(last);
        return mixer.finish();
    }

    /** The state of one computation. */
    private static final class Mixer {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Mixer(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void add(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long finish() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
