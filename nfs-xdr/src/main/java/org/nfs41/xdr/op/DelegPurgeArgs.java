package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Gives up the delegations of an earlier incarnation that were not reclaimed. The arguments of
 * DELEGPURGE, RFC 8881 section 18.5.
 *
 * @param clientId ignored in NFSv4.1: the session says which client it is
 */
public record DelegPurgeArgs(long clientId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static DelegPurgeArgs decodeBody(XdrReader in) throws XdrException {
        return new DelegPurgeArgs(in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.DELEGPURGE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
    }
}
