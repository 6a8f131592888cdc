package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.FreeStateIdArgs;

/** FREE_STATEID (RFC 8881 section 18.38). */
record FreeStateId(OpenFiles opens) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        return opens.free(cx, FreeStateIdArgs.decodeBody(args).stateId());
    }
}
