package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.LookupArgs;

/** LOOKUP: goes down to a name in the current directory (RFC 8881 section 18.13). */
record Lookup(ExportTable exports) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        Opaque name = LookupArgs.decodeBody(args).objName();
        FileRef directory = cx.requireCurrent();
        NfsStatus valid = FileNames.check(name, directory.fileSystem().limits().maxNameBytes());
        if (!valid.isOk()) {
            return valid;
        }
        return switch (exports.lookup(cx.credentials(), directory, name)) {
            case FsResult.Ok<FileRef>(FileRef file) -> {
                if (!file.export().policy().ruleFor(cx.caller().address()).isVisible()) {
                    yield NfsStatus.ACCESS;
                }
                cx.current(file);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<FileRef>(NfsStatus status) -> status;
        };
    }
}
