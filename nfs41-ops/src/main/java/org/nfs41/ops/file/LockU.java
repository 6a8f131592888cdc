package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.open.Locked;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.LockUArgs;

/**
 * LOCKU (RFC 8881 section 18.12). The type of lock makes no difference, but must be one. What is
 * not a regular file has no locks, so that no state id is good for it: section 15.2 has no other
 * error for that.
 */
record LockU(OpenFiles opens) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        LockUArgs request = LockUArgs.decodeBody(args);
        LockTypes.isExclusive(request.lockType());
        ByteRange range = ByteRange.of(request.offset(), request.length());
        if (range == null) {
            return NfsStatus.INVAL;
        }
        Locked unlocked = opens.unlock(cx, request.lockStateId(), range);
        if (unlocked.status().isOk()) {
            cx.currentStateId(unlocked.stateId());
            unlocked.stateId().encode(result);
        }
        return unlocked.status();
    }
}
