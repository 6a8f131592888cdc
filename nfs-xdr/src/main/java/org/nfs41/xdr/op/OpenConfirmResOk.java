package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The open owner is confirmed; not part of NFSv4.1. The successful result of OPEN_CONFIRM, RFC 7530
 * section 16.18.
 *
 * @param openStateId the open
 */
public record OpenConfirmResOk(StateId openStateId) implements ResOp {
    /** Reads what follows the status. */
    public static OpenConfirmResOk decodeBody(XdrReader in) throws XdrException {
        return new OpenConfirmResOk(StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.OPEN_CONFIRM;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        openStateId.encode(out);
    }
}
