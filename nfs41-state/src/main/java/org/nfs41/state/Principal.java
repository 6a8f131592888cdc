package org.nfs41.state;

import org.nfs41.xdr.Opaque;

/**
 * Who sent a request, as far as its RPC credential shows: what client records and slots compare
 * when RFC 8881 asks for "the same principal".
 *
 * <p>Equal for the same user under the same flavour. What changes between two requests of one user
 * (stamp, machine name, groups of AUTH_SYS) is no part of it. A server that squashes users does so
 * before it makes a principal (RFC 8881 section 2.10.6.1.3.1).
 *
 * @param flavor the RPC authentication flavour
 * @param uid the AUTH_SYS user id, 0 to 4294967295; 0 for other flavours
 * @param name the name that a cryptographic flavour vouches for, owning its bytes; empty for others
 */
public record Principal(int flavor, long uid, Opaque name) {
    private static final int AUTH_NONE = 0;
    private static final int AUTH_SYS = 1;
    private static final int RPCSEC_GSS = 6;

    /** Everybody who sends AUTH_NONE: one principal, equal to no user. */
    public static final Principal NONE = new Principal(AUTH_NONE, 0, Opaque.EMPTY);

    /** The AUTH_SYS user {@code uid}; the upper half of the long is ignored. */
    public static Principal sys(long uid) {
        return new Principal(AUTH_SYS, uid & 0xFFFF_FFFFL, Opaque.EMPTY);
    }

    /** The RPCSEC_GSS principal {@code name}. */
    public static Principal gss(Opaque name) {
        return new Principal(RPCSEC_GSS, 0, name.detach());
    }

    /** Whether a secret vouches for it, as state protection asks (RFC 8881 section 18.35.3). */
    public boolean isAuthenticated() {
        return flavor == RPCSEC_GSS;
    }
}
