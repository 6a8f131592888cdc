package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.Grace;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.open.HeldLock;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.LockTArgs;

/**
 * LOCKT (RFC 8881 section 18.11): the owner's own locks are never in its way. While others may
 * still reclaim theirs, nobody can say what is; and who has a write delegation locks by itself.
 */
record LockT(OpenFiles opens, Clearances clearances, Grace grace) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        LockTArgs request = LockTArgs.decodeBody(args);
        boolean exclusive = LockTypes.isExclusive(request.lockType());
        NfsStatus regular = ObjectTypes.requireRegular(cx.requireCurrent().inode().type());
        if (!regular.isOk()) {
            return regular;
        }
        ByteRange range = ByteRange.of(request.offset(), request.length());
        if (range == null) {
            return NfsStatus.INVAL;
        }
        NfsStatus admitted = grace.admitStateless();
        if (!admitted.isOk()) {
            return admitted;
        }
        if (!clearances.isClear(cx, cx.requireCurrent(), Interference.READING, false)) {
            return NfsStatus.DELAY;
        }
        HeldLock by = opens.testLock(cx, request.owner().owner(), range, exclusive);
        return by == null ? NfsStatus.OK : Lock.deny(by, result);
    }
}
