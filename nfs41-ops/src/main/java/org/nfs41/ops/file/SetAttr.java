package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.open.StateUse;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.List;

/**
 * SETATTR (RFC 8881 section 18.30). All attributes are set or none, so that the result's bitmap is
 * that of the request or empty. Others must have returned their delegations of the object, or are
 * told if it is a directory.
 */
record SetAttr(
        OpenFiles opens, Clearances clearances, NotifiedDirectories notified, Principals principals)
        implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        SetAttrArgs request = SetAttrArgs.decodeBody(args);
        AttributeDecoder.Decoded decoded =
                AttributeDecoder.decode(
                        request.objAttributes(), cx.requireCurrent().fileSystem(), principals);
        NfsStatus status = decoded.status();
        // Nothing to set leaves equal masks, and with these the status MUST be NFS4_OK
        // (section 18.30.4): whatever the state id is, it is not needed.
        if (status.isOk() && !decoded.mask().isEmpty()) {
            status = set(cx, request.stateId(), decoded);
        }
        Bitmap done = status.isOk() ? decoded.mask() : Bitmap.EMPTY;
        done.encode(result);
        return status;
    }

    private NfsStatus set(CompoundContext cx, StateId stateId, AttributeDecoder.Decoded decoded) {
        AttributeChanges changes = decoded.changes();
        FileRef file = cx.requireCurrent();
        boolean resizes = changes.size() != null;
        if (resizes && !file.inode().type().isRegular()) {
            return NfsStatus.INVAL;
        }
        StateUse use = resizes ? StateUse.WRITE : StateUse.SETATTR;
        NfsStatus status = opens.validate(cx, stateId, use);
        if (!status.isOk()) {
            return status;
        }
        if (file.inode().type().isDirectory()) {
            return clearances.changing(
                    cx,
                    List.of(),
                    List.of(DirectoryEdit.set(file, decoded.mask())),
                    () -> set(cx, file, changes));
        }
        Long size = changes.size();
        boolean truncates = size != null && size == 0;
        NfsStatus clear = clearances.begin(cx, file, Interference.CHANGING, truncates);
        if (!clear.isOk()) {
            return clear;
        }
        try {
            return set(cx, file, changes);
        } finally {
            clearances.end(file);
            notified.attributesChanged(file, cx.now());
        }
    }

    private static NfsStatus set(CompoundContext cx, FileRef file, AttributeChanges changes) {
        return file.fileSystem().setAttributes(cx.credentials(), file.inode(), changes);
    }
}
