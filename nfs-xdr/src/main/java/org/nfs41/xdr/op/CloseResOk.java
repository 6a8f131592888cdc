package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The open is gone. The successful result of CLOSE, RFC 8881 section 18.2.
 *
 * @param openStateId a state id of no further use
 */
public record CloseResOk(StateId openStateId) implements ResOp {
    /** Reads what follows the status. */
    public static CloseResOk decodeBody(XdrReader in) throws XdrException {
        return new CloseResOk(StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.CLOSE;
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
