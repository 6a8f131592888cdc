package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * PUTROOTFH and PUTPUBFH (RFC 8881 sections 18.20 and 18.21). The public filehandle is the root:
 * nothing but the name space's beginning needs to be public.
 */
record PutRootFh(ExportTable exports) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) {
        cx.current(exports.root(cx.caller().address()));
        return NfsStatus.OK;
    }
}
