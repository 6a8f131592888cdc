package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.AccessResOk;

/** ACCESS: which of some rights the caller has (RFC 8881 section 18.1). */
record CheckAccess() implements OperationHandler {
    private static final int READING = Access.READ | Access.LOOKUP | Access.EXECUTE;
    private static final int OF_DIRECTORIES = Access.ALL & ~Access.EXECUTE;
    private static final int OF_OTHERS = Access.ALL & ~(Access.LOOKUP | Access.DELETE);

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        int requested = AccessArgs.decodeBody(args).access();
        FileRef file = cx.requireCurrent();
        boolean directory = file.inode().type().isDirectory();
        int supported = requested & (directory ? OF_DIRECTORIES : OF_OTHERS);
        return switch (file.fileSystem().access(cx.credentials(), file.inode(), supported)) {
            case FsResult.Ok<Integer>(Integer granted) -> {
                new AccessResOk(
                                supported,
                                granted & supported & (cx.rule().isReadOnly() ? READING : ~0))
                        .encodeBody(result);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<Integer>(NfsStatus status) -> status;
        };
    }
}
