package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** GETFH: returns the current filehandle (RFC 8881 section 18.8). */
record GetFh(ExportTable exports) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) {
        exports.handleOf(cx.requireCurrent()).encode(result);
        return NfsStatus.OK;
    }
}
