package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Gives up a state id that holds no locks or was revoked. The arguments of FREE_STATEID, RFC 8881
 * section 18.38.
 *
 * @param stateId the state id
 */
public record FreeStateIdArgs(StateId stateId) implements ArgOp {
    /** Reads what follows the operation number. */
    public static FreeStateIdArgs decodeBody(XdrReader in) throws XdrException {
        return new FreeStateIdArgs(StateId.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.FREE_STATEID;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
    }
}
