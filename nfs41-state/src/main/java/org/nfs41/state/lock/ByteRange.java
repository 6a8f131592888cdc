package org.nfs41.state.lock;

import org.jspecify.annotations.Nullable;

/**
 * Some bytes of a file, at least one. All 64 bits of an offset count: both ends are unsigned.
 *
 * <p>A range to the end of the file, however long that becomes, ends at the last byte that 64 bits
 * can name. No other range does: its offset and length add up to what 64 bits hold at most, so that
 * it ends one byte before (RFC 8881 section 18.10.3).
 *
 * @param first the first byte
 * @param last the last byte, itself included; not less than {@code first}
 */
public record ByteRange(long first, long last) {
    /** As a length: to the end of the file. As a last byte: the same. */
    private static final long TO_END = -1;

    /** Checks the order. */
    public ByteRange {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("a range must not end before it begins");
        }
    }

    /**
     * The range as LOCK, LOCKT and LOCKU give it.
     *
     * @param offset the first byte, unsigned
     * @param length how many bytes, unsigned; all ones means to the end of the file
     * @return null ({@code NFS4ERR_INVAL}) if the length is zero or the range passes 64 bits
     */
    public static @Nullable ByteRange of(long offset, long length) {
        if (length == TO_END) {
            return new ByteRange(offset, TO_END);
        }
        long end = offset + length;
        boolean overflows = Long.compareUnsigned(end, offset) < 0;
        return length == 0 || overflows ? null : new ByteRange(offset, end - 1);
    }

    /** How many bytes, unsigned; all ones for a range to the end of the file. */
    public long length() {
        return last == TO_END ? TO_END : last - first + 1;
    }

    /** Whether a byte is in both. */
    public boolean overlaps(ByteRange other) {
        return Long.compareUnsigned(first, other.last) <= 0
                && Long.compareUnsigned(other.first, last) <= 0;
    }

    /** Whether {@code other} begins with the byte behind this. */
    boolean isFollowedBy(ByteRange other) {
        return last != TO_END && last + 1 == other.first;
    }

    /** What of this lies before {@code other}, which overlaps it, or null. */
    @Nullable ByteRange before(ByteRange other) {
        return Long.compareUnsigned(first, other.first) < 0
                ? new ByteRange(first, other.first - 1)
                : null;
    }

    /** What of this lies behind {@code other}, which overlaps it, or null. */
    @Nullable ByteRange behind(ByteRange other) {
        return Long.compareUnsigned(last, other.last) > 0
                ? new ByteRange(other.last + 1, last)
                : null;
    }
}
