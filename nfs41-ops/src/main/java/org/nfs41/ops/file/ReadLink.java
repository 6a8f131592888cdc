package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** READLINK: the text of a symbolic link (RFC 8881 section 18.24). */
record ReadLink() implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) {
        FileRef link = cx.requireCurrent();
        return switch (link.fileSystem().readLink(cx.credentials(), link.inode())) {
            case FsResult.Ok<Opaque>(Opaque text) -> {
                result.writeOpaque(text);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<Opaque>(NfsStatus status) -> status;
        };
    }
}
