package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CommitArgs;

/** COMMIT: stores what was written before (RFC 8881 section 18.3). */
record Commit(long instance) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        CommitArgs request = CommitArgs.decodeBody(args);
        FileRef file = cx.requireCurrent();
        NfsStatus regular = ObjectTypes.requireRegular(file.inode().type());
        if (!regular.isOk()) {
            return regular;
        }
        // A range that no file can have is no error of COMMIT: nothing is there to be stored, and
        // storing from the largest offset on says so. A count over 2^31 means to the end.
        long offset = request.offset() < 0 ? Long.MAX_VALUE : request.offset();
        boolean toEnd = request.count() < 0 || offset > Long.MAX_VALUE - request.count();
        int length = toEnd ? 0 : request.count();
        return switch (file.fileSystem().commit(cx.credentials(), file.inode(), offset, length)) {
            case FsResult.Ok<Long>(Long verifier) -> {
                result.writeLong(verifier ^ instance);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<Long>(NfsStatus status) -> status;
        };
    }
}
