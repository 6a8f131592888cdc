package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A client id to be confirmed; not part of NFSv4.1. The successful result of SETCLIENTID, RFC 7530
 * section 16.33.
 *
 * @param clientId the client id
 * @param setClientIdConfirm what SETCLIENTID_CONFIRM is to repeat
 */
public record SetClientIdResOk(long clientId, long setClientIdConfirm) implements ResOp {
    /** Reads what follows the status. */
    public static SetClientIdResOk decodeBody(XdrReader in) throws XdrException {
        return new SetClientIdResOk(in.readLong(), in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.SETCLIENTID;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
        out.writeLong(setClientIdConfirm);
    }
}
