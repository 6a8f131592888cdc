package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** LOOKUPP: goes up to the parent of the current directory (RFC 8881 section 18.14). */
record LookupP(ExportTable exports) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) {
        return switch (exports.parent(cx.credentials(), cx.requireCurrent())) {
            case FsResult.Ok<FileRef>(FileRef parent) -> {
                cx.current(parent);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<FileRef>(NfsStatus status) -> status;
        };
    }
}
