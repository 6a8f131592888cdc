package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** SAVEFH: keeps the current filehandle with its state id (RFC 8881 section 18.28). */
record SaveFh() implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) {
        cx.save();
        return NfsStatus.OK;
    }
}
