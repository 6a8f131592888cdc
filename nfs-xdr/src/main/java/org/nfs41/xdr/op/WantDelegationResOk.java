package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The delegation, or why there is none. The successful result of WANT_DELEGATION, RFC 8881 section
 * 18.49.
 *
 * @param delegation the delegation
 */
public record WantDelegationResOk(OpenDelegation delegation) implements ResOp {
    /** Reads what follows the status. */
    public static WantDelegationResOk decodeBody(XdrReader in) throws XdrException {
        return new WantDelegationResOk(OpenDelegation.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.WANT_DELEGATION;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        delegation.encode(out);
    }
}
