package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Confirms a client id; not part of NFSv4.1. The arguments of SETCLIENTID_CONFIRM, RFC 7530 section
 * 16.34.
 *
 * @param clientId the client id
 * @param setClientIdConfirm what SETCLIENTID returned
 */
public record SetClientIdConfirmArgs(long clientId, long setClientIdConfirm) implements ArgOp {
    /** Reads what follows the operation number. */
    public static SetClientIdConfirmArgs decodeBody(XdrReader in) throws XdrException {
        return new SetClientIdConfirmArgs(in.readLong(), in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.SETCLIENTID_CONFIRM;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
        out.writeLong(setClientIdConfirm);
    }
}
