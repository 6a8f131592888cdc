package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Renews a lease; not part of NFSv4.1. The arguments of RENEW, RFC 7530 section 16.28.
 *
 * @param clientId the client id
 */
public record RenewArgs(long clientId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static RenewArgs decodeBody(XdrReader in) throws XdrException {
        return new RenewArgs(in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.RENEW;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
    }
}
