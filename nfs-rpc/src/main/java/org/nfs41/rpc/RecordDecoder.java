package org.nfs41.rpc;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrException;

import java.nio.ByteBuffer;

/**
 * Takes the bytes of a stream apart into records (RFC 5531 section 11). Bytes go in, records come
 * out; there is no I/O here.
 *
 * <p>A record that lies whole in one fragment and one piece of input is handed on where it lies.
 * Any other is put together in a buffer of the decoder's own, which grows with the bytes that have
 * come and not with the length that was announced. Not safe for use by several threads.
 */
public final class RecordDecoder {
    /** Takes records. */
    public interface Sink {
        /**
         * Takes one record, whose bytes are those of {@code buffer} from index {@code from} up to
         * {@code to} until this returns.
         *
         * @return whether to go on; if not, {@link #decode} returns with the rest unread
         */
        boolean record(ByteBuffer buffer, int from, int to);
    }

    /** Where records are put together. */
    public interface Buffers {
        /** New ones, left to the collector. */
        Buffers NEW = ByteBuffer::allocateDirect;

        /** An empty direct buffer of at least {@code capacity} bytes. */
        ByteBuffer acquire(int capacity);

        /** Takes back what is not used any more. */
        default void release(ByteBuffer buffer) {}
    }

    /**
     * Empty fragments that one record may have before its last one. They are legal and useless, and
     * without a bound a record would never have to end.
     */
    public static final int MAX_EMPTY_FRAGMENTS = 16;

    /** From this size on it pays to read a fragment's rest straight to where it belongs. */
    static final int LEAST_TARGET_BYTES = 16 << 10;

    private static final int LENGTH_BITS = Integer.MAX_VALUE;
    private static final int LEAST_CAPACITY = 4 << 10;
    private static final int GROWTH = 4;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final int maxRecordBytes;
    private final Buffers buffers;

    /** What has come of a record that did not come whole, from index 0 up to {@link #have}. */
    private ByteBuffer partial = NOTHING;

    private int have;
    private boolean begun;
    private boolean handingOn;
    private boolean usedSinceTrim;

    /** The record mark that is being read, and how many of its bytes have come. */
    private int mark;

    private int markBytes;
    private int fragmentLeft;
    private int emptyFragments;

    /** A decoder for records of at most {@code maxRecordBytes} bytes without their marks. */
    public RecordDecoder(int maxRecordBytes) {
        this(maxRecordBytes, Buffers.NEW);
    }

    /** The same, with buffers from elsewhere. */
    public RecordDecoder(int maxRecordBytes, Buffers buffers) {
        this.maxRecordBytes = maxRecordBytes;
        this.buffers = buffers;
    }

    /**
     * Leaves the buffer of the record that the sink is being handed to the sink.
     *
     * @param leastBytes how large the buffer must be
     * @return whether the buffer is the sink's from now on; not if the record lies elsewhere
     */
    public boolean give(int leastBytes) {
        if (!handingOn || partial.capacity() < leastBytes) {
            return false;
        }
        handingOn = false;
        partial = NOTHING;
        return true;
    }

    /** Whether a record has been begun and not finished. */
    public boolean inRecord() {
        return begun;
    }

    /**
     * Takes the next bytes of the stream, those of {@code buffer} from index {@code from} up to
     * {@code to}, and hands on every record that ends in them.
     *
     * @return the index up to which bytes were taken: {@code to}, unless the sink wanted to stop
     * @throws XdrException when a record is too long or has too many empty fragments; nothing more
     *     can be made of the stream then
     */
    public int decode(ByteBuffer buffer, int from, int to, Sink sink) throws XdrException {
        int at = from;
        while (true) {
            if (begun) {
                if (markBytes == Integer.BYTES && fragmentLeft == 0) {
                    if (endFragment() && !handOn(sink)) {
                        return at;
                    }
                } else if (at == to) {
                    return at;
                } else {
                    at = proceed(buffer, at, to);
                }
            } else {
                if (to - at < Integer.BYTES) {
                    begun = at < to;
                    if (!begun) {
                        return at;
                    }
                    continue;
                }
                int word = buffer.getInt(at);
                int length = word & LENGTH_BITS;
                if (word >= 0 || length > to - at - Integer.BYTES) {
                    begun = true;
                    continue;
                }
                checkLength(length);
                at += Integer.BYTES + length;
                if (!sink.record(buffer, at - length, at)) {
                    return at;
                }
            }
        }
    }

    /**
     * Where the next bytes of the stream may be put to spare a copy, from the buffer's position up
     * to its limit; null when that would not pay. To be followed by {@link #filled} and {@link
     * #decode}.
     */
    public @Nullable ByteBuffer target() {
        if (markBytes < Integer.BYTES || fragmentLeft < LEAST_TARGET_BYTES) {
            return null;
        }
        reserve();
        return partial.limit(Math.min(partial.capacity(), have + fragmentLeft)).position(have);
    }

    /** Says that {@code bytes} bytes of the stream have been put where {@link #target} said. */
    public void filled(int bytes) {
        partial.clear();
        have += bytes;
        fragmentLeft -= bytes;
    }

    /** Gives memory back that has not been needed since this was last called. */
    public void trim() {
        if (!begun && !usedSinceTrim) {
            drop();
        }
        usedSinceTrim = begun;
    }

    /** Gives all memory back. Nothing can be decoded any more unless no record has been begun. */
    public void drop() {
        ByteBuffer unused = partial;
        partial = NOTHING;
        buffers.release(unused);
    }

    /** Takes bytes of the mark or of the fragment; there is at least one. */
    private int proceed(ByteBuffer buffer, int from, int to) throws XdrException {
        int at = from;
        if (markBytes < Integer.BYTES) {
            mark = (mark << Byte.SIZE) | (buffer.get(at++) & 0xff);
            if (++markBytes == Integer.BYTES) {
                beginFragment();
            }
            return at;
        }
        int count = Math.min(fragmentLeft, to - at);
        while (count > partial.capacity() - have) {
            grow(have + count);
        }
        partial.put(have, buffer, at, count);
        have += count;
        fragmentLeft -= count;
        return at + count;
    }

    private void beginFragment() throws XdrException {
        fragmentLeft = mark & LENGTH_BITS;
        checkLength(fragmentLeft);
        if (mark == 0 && ++emptyFragments > MAX_EMPTY_FRAGMENTS) {
            throw new XdrException("more than " + MAX_EMPTY_FRAGMENTS + " empty fragments");
        }
    }

    /** Returns whether the fragment was the record's last. */
    private boolean endFragment() {
        markBytes = 0;
        return mark < 0;
    }

    private boolean handOn(Sink sink) {
        int length = have;
        have = 0;
        emptyFragments = 0;
        begun = false;
        usedSinceTrim = true;
        handingOn = true;
        try {
            return sink.record(partial, 0, length);
        } finally {
            handingOn = false;
        }
    }

    private void checkLength(int length) throws XdrException {
        if (length > maxRecordBytes - have) {
            throw new XdrException(
                    "record of " + ((long) have + length) + " bytes, at most " + maxRecordBytes);
        }
    }

    private void reserve() {
        if (have == partial.capacity()) {
            grow(Math.min(have + fragmentLeft, GROWTH * have));
        }
    }

    /** Makes room for {@code wanted} bytes, and for more as long as a multiple has come. */
    private void grow(int wanted) {
        int mostNeeded = mark < 0 ? have + fragmentLeft : maxRecordBytes;
        int capacity = Math.max(wanted, Math.min(GROWTH * partial.capacity(), mostNeeded));
        ByteBuffer larger = buffers.acquire(Math.max(capacity, LEAST_CAPACITY));
        larger.put(0, partial, 0, have);
        drop();
        partial = larger;
    }
}
