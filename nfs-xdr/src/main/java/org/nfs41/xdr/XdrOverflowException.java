package org.nfs41.xdr;

/**
 * A value does not fit into what is left up to an {@link XdrWriter}'s limit.
 *
 * <p>A limit comes from the peer (a session's {@code ca_maxresponsesize}, READDIR's {@code
 * maxcount}), so reaching it is ordinary: whoever set the limit catches this, truncates the writer
 * to a position before the value and answers {@code NFS4ERR_REP_TOO_BIG} or the like. Without stack
 * trace for that reason.
 */
public final class XdrOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    XdrOverflowException(int position, int wanted, int limit) {
        super(wanted + " bytes at " + position + " pass the limit of " + limit, null, false, false);
    }
}
