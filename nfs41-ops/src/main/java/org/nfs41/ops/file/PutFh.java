package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.PutFhArgs;

/** PUTFH: takes a filehandle as the current one (RFC 8881 section 18.19). */
record PutFh(ExportTable exports) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        return switch (exports.resolve(PutFhArgs.decodeBody(args).object())) {
            case FsResult.Ok<FileRef>(FileRef file) -> {
                cx.current(file);
                // STALE: for this client there is no such export (any more).
                yield cx.rule().isVisible() ? NfsStatus.OK : NfsStatus.STALE;
            }
            case FsResult.Failed<FileRef>(NfsStatus status) -> status;
        };
    }
}
