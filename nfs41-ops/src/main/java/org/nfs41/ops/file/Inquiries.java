package org.nfs41.ops.file;

import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.HolderView;
import org.nfs41.state.open.WrittenFiles;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;

import java.util.function.LongSupplier;

/**
 * Asks the holders of write delegations what they have made of their files: CB_GETATTR.
 *
 * @param clock the monotonic nanoseconds of each COMPOUND's time, as of some moments ago
 */
record Inquiries(
        WrittenFiles<FileRef> written, ExportTable exports, ClientCalls calls, LongSupplier clock) {
    /** What the holder of a write delegation must be able to say (RFC 8881 section 20.1.3). */
    private static final Bitmap INQUIRED = Bitmap.of(Attribute.CHANGE, Attribute.SIZE);

    /** Has a holder asked; what it says is noted. */
    void send(HolderView.Inquiry<FileRef> inquiry) {
        CbGetAttrArgs args = new CbGetAttrArgs(exports.handleOf(inquiry.file()), INQUIRED);
        calls.call(
                inquiry.clientId(),
                new ClientCall(args, inquiry.cause()),
                outcome -> {
                    if (!note(inquiry, outcome)) {
                        written.notTold(inquiry);
                    }
                });
    }

    private boolean note(HolderView.Inquiry<FileRef> inquiry, CallOutcome outcome) {
        if (!(outcome instanceof CallOutcome.Answered(CbGetAttrResOk answer))) {
            return false;
        }
        try {
            AttributeSet attributes = AttributeSet.decode(answer.objAttributes());
            Long size = attributes.get(AttributeType.SIZE);
            Long change = attributes.get(AttributeType.CHANGE);
            if (size == null || change == null) {
                return false;
            }
            written.told(inquiry, size, change, clock.getAsLong());
            return true;
        } catch (XdrException e) {
            return false;
        }
    }
}
