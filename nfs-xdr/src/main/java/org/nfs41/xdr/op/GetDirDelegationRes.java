package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The outcome, which may be that there is no delegation. The successful result of
 * GET_DIR_DELEGATION, RFC 8881 section 18.39.
 *
 * @param nonFatal the outcome
 */
public record GetDirDelegationRes(GetDirDelegationResNonFatal nonFatal) implements ResOp {
    /** Reads what follows the status. */
    public static GetDirDelegationRes decodeBody(XdrReader in) throws XdrException {
        return new GetDirDelegationRes(GetDirDelegationResNonFatal.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GET_DIR_DELEGATION;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        nonFatal.encode(out);
    }
}
