package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** RESTOREFH: brings back what SAVEFH kept (RFC 8881 section 18.27). */
record RestoreFh() implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) {
        return cx.restore() ? NfsStatus.OK : NfsStatus.NOFILEHANDLE;
    }
}
