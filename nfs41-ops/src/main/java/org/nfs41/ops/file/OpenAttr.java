package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.OpenAttrArgs;

/** OPENATTR: goes to the directory of the current object's named attributes (section 18.17). */
record OpenAttr() implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        boolean create = OpenAttrArgs.decodeBody(args).createDir();
        FileRef object = cx.requireCurrent();
        if (object.inode().type().isNamedAttribute()) {
            return NfsStatus.WRONG_TYPE;
        }
        boolean readOnly = cx.rule().isReadOnly();
        FsResult<Inode> opened =
                object.fileSystem()
                        .attributeDirectory(cx.credentials(), object.inode(), create && !readOnly);
        return switch (opened) {
            case FsResult.Ok<Inode>(Inode directory) -> {
                cx.current(new FileRef(object.export(), directory));
                yield NfsStatus.OK;
            }
            case FsResult.Failed<Inode>(NfsStatus status) ->
                    create && readOnly && status.equals(NfsStatus.NOENT) ? NfsStatus.ROFS : status;
        };
    }
}
