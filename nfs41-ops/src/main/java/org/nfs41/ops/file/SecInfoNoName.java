package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SecInfoNoNameArgs;

/** SECINFO_NO_NAME: the same for the current object or its parent (RFC 8881 section 18.45). */
record SecInfoNoName(ExportTable exports, SecurityFlavors flavors) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        SecInfoStyle style = SecInfoNoNameArgs.decodeBody(args).style();
        NfsStatus status;
        if (style.equals(SecInfoStyle.CURRENT_FH)) {
            status = NfsStatus.OK;
        } else if (style.equals(SecInfoStyle.PARENT)) {
            status = exports.parent(cx.credentials(), cx.requireCurrent()).status();
        } else {
            status = NfsStatus.BADXDR;
        }
        return flavors.answer(cx, ObjectTypes.ofDirectory(status), result);
    }
}
