package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The range is unlocked. The successful result of LOCKU, RFC 8881 section 18.12.
 *
 * @param lockStateId the owner's locks of this file
 */
public record LockUResOk(StateId lockStateId) implements ResOp {
    /** Reads what follows the status. */
    public static LockUResOk decodeBody(XdrReader in) throws XdrException {
        return new LockUResOk(StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LOCKU;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        lockStateId.encode(out);
    }
}
