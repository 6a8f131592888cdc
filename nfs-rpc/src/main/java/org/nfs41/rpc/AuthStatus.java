package org.nfs41.rpc;

/**
 * Why a caller was not believed (RFC 5531 section 9, {@code auth_stat}). Open: a peer may send a
 * number that has no name here.
 *
 * @param value the number on the wire
 */
public record AuthStatus(int value) {
    /** No failure. */
    public static final AuthStatus OK = new AuthStatus(0);

    /** The credential is malformed. */
    public static final AuthStatus BADCRED = new AuthStatus(1);

    /** The credential is not, or no longer, taken. */
    public static final AuthStatus REJECTEDCRED = new AuthStatus(2);

    /** The verifier is malformed. */
    public static final AuthStatus BADVERF = new AuthStatus(3);

    /** The verifier has expired or was used before. */
    public static final AuthStatus REJECTEDVERF = new AuthStatus(4);

    /** The flavor proves too little for what was asked. */
    public static final AuthStatus TOOWEAK = new AuthStatus(5);

    /** The response's verifier is bogus. */
    public static final AuthStatus INVALIDRESP = new AuthStatus(6);

    /** Failed for no known reason. */
    public static final AuthStatus FAILED = new AuthStatus(7);

    /** Kerberos error (deprecated, RFC 2695). */
    public static final AuthStatus KERB_GENERIC = new AuthStatus(8);

    /** The credential's time is over (deprecated, RFC 2695). */
    public static final AuthStatus TIMEEXPIRE = new AuthStatus(9);

    /** Something is wrong with the ticket file (deprecated, RFC 2695). */
    public static final AuthStatus TKT_FILE = new AuthStatus(10);

    /** The authenticator does not decode (deprecated, RFC 2695). */
    public static final AuthStatus DECODE = new AuthStatus(11);

    /** The ticket names another address (deprecated, RFC 2695). */
    public static final AuthStatus NET_ADDR = new AuthStatus(12);

    /** RPCSEC_GSS: no credentials for the user. */
    public static final AuthStatus GSS_CREDPROBLEM = new AuthStatus(13);

    /** RPCSEC_GSS: something is wrong with the context. */
    public static final AuthStatus GSS_CTXPROBLEM = new AuthStatus(14);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "AUTH_OK";
            case 1 -> "AUTH_BADCRED";
            case 2 -> "AUTH_REJECTEDCRED";
            case 3 -> "AUTH_BADVERF";
            case 4 -> "AUTH_REJECTEDVERF";
            case 5 -> "AUTH_TOOWEAK";
            case 6 -> "AUTH_INVALIDRESP";
            case 7 -> "AUTH_FAILED";
            case 8 -> "AUTH_KERB_GENERIC";
            case 9 -> "AUTH_TIMEEXPIRE";
            case 10 -> "AUTH_TKT_FILE";
            case 11 -> "AUTH_DECODE";
            case 12 -> "AUTH_NET_ADDR";
            case 13 -> "RPCSEC_GSS_CREDPROBLEM";
            case 14 -> "RPCSEC_GSS_CTXPROBLEM";
            default -> "auth_stat " + Integer.toUnsignedString(value);
        };
    }
}
