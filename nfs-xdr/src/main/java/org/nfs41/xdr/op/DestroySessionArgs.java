package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Ends a session. The arguments of DESTROY_SESSION, RFC 8881 section 18.37.
 *
 * @param sessionId the session
 */
public record DestroySessionArgs(SessionId sessionId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static DestroySessionArgs decodeBody(XdrReader in) throws XdrException {
        return new DestroySessionArgs(SessionId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.DESTROY_SESSION;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
    }
}
