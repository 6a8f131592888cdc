package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.HolderView;
import org.nfs41.state.open.WrittenFiles;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;

import java.util.function.LongSupplier;

/**
 * What only the holders of write delegations know of their files (RFC 8881 section 10.4.3): they
 * are asked by CB_GETATTR, and those that do not say have the file recalled. Safe for use by
 * several threads.
 *
 * @param clock the monotonic nanoseconds of each COMPOUND's time, as of some moments ago
 */
record Inquiries(
        WrittenFiles<FileRef> written,
        ExportTable exports,
        ClientCalls calls,
        Recalls recalls,
        LongSupplier clock) {
    /** No client has this id. */
    private static final long NOBODY = 0;

    /** What the holder of a write delegation must be able to say (RFC 8881 section 20.1.3). */
    private static final Bitmap INQUIRED = Bitmap.of(Attribute.CHANGE, Attribute.SIZE);

    /** Whether any file may be written under a delegation. */
    boolean hasWriters() {
        return written.exist();
    }

    /** As {@link Delegations#mayBeWritten}. */
    boolean mayBeWritten(Opaque handle) {
        return hasWriters()
                && exports.resolve(new FileHandle(handle)) instanceof FsResult.Ok<FileRef>(var file)
                && written.mayBe(file);
    }

    /** Whether another client knows size, change attribute and times of a file better. */
    boolean isWithAnother(CompoundContext cx, FileRef file) {
        return written.isWithAnother(file, cx.requireSession().client().clientId());
    }

    /** Whether any client knows them better. */
    boolean isWithSomebody(FileRef file) {
        return written.isWithAnother(file, NOBODY);
    }

    /** What a client can know now of the size and change attribute of a file. */
    HolderView<FileRef> view(CompoundContext cx, FileRef file) {
        HolderView<FileRef> view =
                written.view(file, cx.requireSession().client().clientId(), cx.now());
        if (view instanceof HolderView.Unknown<FileRef>(var inquiry, var recall)) {
            if (inquiry != null) {
                send(inquiry);
            }
            if (recall != null) {
                recalls.send(recall);
            }
        }
        return view;
    }

    /** Has a holder asked; what it says is noted. */
    private void send(HolderView.Inquiry<FileRef> inquiry) {
        CbGetAttrArgs args = new CbGetAttrArgs(exports.handleOf(inquiry.file()), INQUIRED);
        calls.call(
                inquiry.clientId(),
                new ClientCall(args, inquiry.cause(), () -> written.isInForce(inquiry)),
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
