package org.nfs41.ops.fs;

/**
 * Addresses that begin alike.
 *
 * @param network an address of the range
 * @param prefix how many bits they have in common, counted in the IPv6 form: 0 to 128. An IPv4
 *     network of n bits has 96 + n
 */
public record AddressRange(ClientAddress network, int prefix) {
    /** All addresses. */
    public static final AddressRange ALL = new AddressRange(ClientAddress.NONE, 0);

    /** What an IPv4 prefix has more in the IPv6 form. */
    public static final int MAPPED_BITS = 96;

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if it is not from 0 to 128
     */
    public AddressRange {
        if (prefix < 0 || prefix > 2 * Long.SIZE) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
    }

    /** Whether the address is one of them. */
    public boolean contains(ClientAddress address) {
        int inHigh = Math.min(prefix, Long.SIZE);
        return same(network.high(), address.high(), inHigh)
                && same(network.low(), address.low(), prefix - inHigh);
    }

    private static boolean same(long a, long b, int bits) {
        return bits == 0 || (a ^ b) >>> (Long.SIZE - bits) == 0;
    }
}
