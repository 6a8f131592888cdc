package org.nfs41.state;

import java.nio.ByteBuffer;

/**
 * Where a client asks from, as far as limits go by it: an IPv4 address or the /64 network of an
 * IPv6 address, in which one machine has as many addresses as it likes.
 *
 * @param version 4, 6, or 0 for {@link #UNKNOWN}
 * @param network the IPv4 address or the upper half of the IPv6 address
 */
public record Origin(int version, long network) {
    /** Where everybody is from whose network address is not known. */
    public static final Origin UNKNOWN = new Origin(0, 0);

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    /** What stands before the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). */
    private static final int MAPPED = 0xFFFF;

    /** The origin of an IP address in network byte order; {@link #UNKNOWN} for other lengths. */
    public static Origin of(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        if (address.length == V4_BYTES) {
            return new Origin(4, bytes.getInt());
        }
        if (address.length != V6_BYTES) {
            return UNKNOWN;
        }
        long network = bytes.getLong();
        boolean mapped = network == 0 && bytes.getInt() == MAPPED;
        return mapped ? new Origin(4, bytes.getInt()) : new Origin(6, network);
    }
}
