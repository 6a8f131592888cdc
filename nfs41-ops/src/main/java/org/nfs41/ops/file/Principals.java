package org.nfs41.ops.file;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;

/**
 * Owners and groups on the wire: decimal numbers as strings (RFC 8881 section 5.9), which is what
 * clients use with AUTH_SYS. A domain behind the number is accepted and ignored.
 */
final class Principals {
    /** What {@link #parse} returns for a string that names nobody. */
    static final long UNKNOWN = -1;

    private static final int MAX_DIGITS = 10;

    private Principals() {}

    /** Writes an id, an unsigned number, without making garbage. */
    static void encode(int id, XdrWriter out) {
        long rest = Integer.toUnsignedLong(id);
        int digits = 1;
        for (long n = rest / 10; n != 0; n /= 10) {
            digits++;
        }
        int at = out.reserveOpaque(digits);
        for (int i = digits - 1; i >= 0; i--) {
            out.buffer().put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /**
     * Reads an id.
     *
     * @return the unsigned number, or {@link #UNKNOWN} for anything but a number without leading
     *     zeros, with or without a domain
     */
    static long parse(Opaque name) {
        int length = digitsOf(name);
        boolean leadingZero = length > 1 && name.byteAt(0) == '0';
        if (length == 0 || length > MAX_DIGITS || leadingZero) {
            return UNKNOWN;
        }
        if (length < name.length() && name.byteAt(length) != '@') {
            return UNKNOWN;
        }
        long id = 0;
        for (int i = 0; i < length; i++) {
            id = id * 10 + (name.byteAt(i) - '0');
        }
        return id <= 0xFFFF_FFFFL ? id : UNKNOWN;
    }

    private static int digitsOf(Opaque name) {
        int digits = 0;
        while (digits < name.length() && name.byteAt(digits) >= '0' && name.byteAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }
}
