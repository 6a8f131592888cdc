package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.DelegReturnArgs;

/** DELEGRETURN: gives a delegation of the current file back (RFC 8881 section 18.6). */
record DelegReturn(Delegations delegations) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        return delegations.giveBack(cx, DelegReturnArgs.decodeBody(args).delegStateId());
    }
}
