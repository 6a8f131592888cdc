package org.nfs41.rpc;

/**
 * How a caller says who it is (RFC 5531 section 8.2). Open: a peer may send a number that has no
 * name here.
 *
 * @param value the number on the wire, unsigned
 */
public record AuthFlavor(int value) {
    /** No identity. */
    public static final AuthFlavor NONE = new AuthFlavor(0);

    /** Numeric user and group ids, believed as they are. */
    public static final AuthFlavor SYS = new AuthFlavor(1);

    /** A server's abbreviation of an earlier credential; never given out here. */
    public static final AuthFlavor SHORT = new AuthFlavor(2);

    /** RPCSEC_GSS (RFC 2203). */
    public static final AuthFlavor RPCSEC_GSS = new AuthFlavor(6);

    /** Asks for TLS on this connection (RFC 9289). */
    public static final AuthFlavor TLS = new AuthFlavor(7);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "AUTH_NONE";
            case 1 -> "AUTH_SYS";
            case 2 -> "AUTH_SHORT";
            case 6 -> "RPCSEC_GSS";
            case 7 -> "AUTH_TLS";
            default -> "auth_flavor " + Integer.toUnsignedString(value);
        };
    }
}
