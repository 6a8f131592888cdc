package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Returns a delegation of the current filehandle. The arguments of DELEGRETURN, RFC 8881 section
 * 18.6.
 *
 * @param delegStateId the delegation
 */
public record DelegReturnArgs(StateId delegStateId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static DelegReturnArgs decodeBody(XdrReader in) throws XdrException {
        return new DelegReturnArgs(StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.DELEGRETURN;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        delegStateId.encode(out);
    }
}
