package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileNames;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SecInfoArgs;

/** SECINFO: how a name in the current directory may be accessed (RFC 8881 section 18.29). */
record SecInfo(ExportTable exports, SecurityFlavors flavors) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        Opaque name = SecInfoArgs.decodeBody(args).name();
        FileRef directory = cx.requireCurrent();
        NfsStatus status = FileNames.check(name, directory.fileSystem().limits().maxNameBytes());
        if (status.isOk()) {
            status = exports.lookup(cx.credentials(), directory, name).status();
        }
        return flavors.answer(cx, ObjectTypes.ofDirectory(status), result);
    }
}
