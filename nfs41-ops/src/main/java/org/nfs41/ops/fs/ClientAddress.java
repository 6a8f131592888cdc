package org.nfs41.ops.fs;

import org.nfs41.state.Origin;

import java.nio.ByteBuffer;

/**
 * The network address of a client, as exports are limited by it: an IPv6 address, or an IPv4
 * address in its IPv4-mapped form (RFC 4291 section 2.5.5.2).
 *
 * @param high the upper half
 * @param low the lower half
 */
public record ClientAddress(long high, long low) {
    /**
     * The address of callers that do not come over a network: it is in no range but everybody's.
     */
    public static final ClientAddress NONE = new ClientAddress(0, 0);

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final long MAPPED = 0xFFFFL << Integer.SIZE;
    private static final long MAPPED_MASK = 0xFFFF_FFFFL << Integer.SIZE;

    /** The address from its bytes in network order; {@link #NONE} if there are not 4 or 16. */
    public static ClientAddress of(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return switch (address.length) {
            case V4_BYTES -> new ClientAddress(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()));
            case V6_BYTES -> new ClientAddress(bytes.getLong(), bytes.getLong());
            default -> NONE;
        };
    }

    /** The same, as far as the limits on clients go by it. */
    public Origin origin() {
        if (equals(NONE)) {
            return Origin.UNKNOWN;
        }
        boolean v4 = high == 0 && (low & MAPPED_MASK) == MAPPED;
        return v4 ? new Origin(4, (int) low) : new Origin(6, high);
    }
}
