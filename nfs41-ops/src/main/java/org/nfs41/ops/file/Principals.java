package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;

/**
 * Owners and groups on the wire (RFC 8881 section 5.9): by name where they have one, else by their
 * decimal number as a string. A domain behind a number is accepted and ignored.
 *
 * @param names who has a name
 */
record Principals(OwnerNames names) {
    /** What stands for a string that names nobody. */
    static final long UNKNOWN = OwnerNames.UNKNOWN;

    private static final int MAX_DIGITS = 10;

    /** Writes a user. */
    void encodeUser(int uid, XdrWriter out) {
        encode(names.userName(uid), uid, out);
    }

    /** Writes a group. */
    void encodeGroup(int gid, XdrWriter out) {
        encode(names.groupName(gid), gid, out);
    }

    /** Reads a user: an unsigned number, or {@link #UNKNOWN}. */
    long parseUser(Opaque name) {
        long number = parse(name);
        return number == UNKNOWN ? names.uidOf(name) : number;
    }

    /** Reads a group: an unsigned number, or {@link #UNKNOWN}. */
    long parseGroup(Opaque name) {
        long number = parse(name);
        return number == UNKNOWN ? names.gidOf(name) : number;
    }

    private static void encode(@Nullable Opaque name, int id, XdrWriter out) {
        if (name == null) {
            encode(id, out);
        } else {
            out.writeOpaque(name);
        }
    }

    /** Writes an id, an unsigned number, without making garbage. */
    private static void encode(int id, XdrWriter out) {
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
    private static long parse(Opaque name) {
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
