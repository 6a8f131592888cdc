package org.nfs41.xdr;

/**
 * Bytes that are not the XDR (RFC 4506) of the type that was to be read.
 *
 * <p>Such bytes come from a peer and are ordinary input, so this carries no stack trace and costs
 * little; a server answers it with {@code GARBAGE_ARGS} or {@code NFS4ERR_BADXDR}. It is checked,
 * so that no reader of wire data can forget it.
 */
public final class XdrException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates it with a message that says what was expected and what was found. */
    public XdrException(String message) {
        super(message, null, false, false);
    }
}
