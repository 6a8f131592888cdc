package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Ends a client id that holds no state. The arguments of DESTROY_CLIENTID, RFC 8881 section 18.50.
 *
 * @param clientId the client id
 */
public record DestroyClientIdArgs(long clientId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static DestroyClientIdArgs decodeBody(XdrReader in) throws XdrException {
        return new DestroyClientIdArgs(in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.DESTROY_CLIENTID;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
    }
}
