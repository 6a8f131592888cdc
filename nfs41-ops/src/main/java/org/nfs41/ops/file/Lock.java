package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.Grace;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.open.HeldLock;
import org.nfs41.state.open.Locked;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockDenied;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenToLockOwner;

/**
 * LOCK (RFC 8881 section 18.10). A client that asks for a lock that waits is denied like any other
 * and asks again; it is told when that may be worth while, if it can be. Seqids of owners, and
 * client ids in them, are ignored.
 */
record Lock(OpenFiles opens, Grace grace) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        LockArgs request = LockArgs.decodeBody(args);
        boolean exclusive = LockTypes.isExclusive(request.lockType());
        NfsStatus regular = ObjectTypes.requireRegular(cx.requireCurrent().inode().type());
        if (!regular.isOk()) {
            return regular;
        }
        ByteRange range = ByteRange.of(request.offset(), request.length());
        if (range == null) {
            return NfsStatus.INVAL;
        }
        NfsStatus admitted = grace.admit(cx.requireSession().client(), request.reclaim());
        if (!admitted.isOk()) {
            return admitted;
        }
        Locked locked = lock(cx, request.locker(), range, exclusive);
        if (request.reclaim()) {
            locked = reclaimed(cx, locked, range);
        }
        if (locked.status().isOk()) {
            cx.currentStateId(locked.stateId());
            locked.stateId().encode(result);
            return NfsStatus.OK;
        }
        if (locked.denied() == null) {
            return locked.status();
        }
        if (LockTypes.waits(request.lockType())) {
            opens.awaitLock(cx, request.locker(), range, exclusive);
        }
        return deny(locked.denied(), result);
    }

    /**
     * What a reclaim came to. If the time for it has passed meanwhile others may have had the lock,
     * so that it is given back. One that cannot be had is a conflict (RFC 8881 section 15.1.9.5).
     */
    private Locked reclaimed(CompoundContext cx, Locked locked, ByteRange range) {
        if (locked.denied() != null) {
            return Locked.refused(NfsStatus.RECLAIM_CONFLICT);
        }
        NfsStatus admitted = grace.admit(cx.requireSession().client(), true);
        if (!locked.status().isOk() || admitted.isOk()) {
            return locked;
        }
        opens.unlock(cx, locked.stateId(), range);
        return Locked.refused(admitted);
    }

    private Locked lock(CompoundContext cx, Locker locker, ByteRange range, boolean exclusive) {
        return switch (locker) {
            case Locker.New(OpenToLockOwner by) ->
                    opens.lock(cx, by.openStateId(), by.lockOwner().owner(), range, exclusive);
            case Locker.Existing(ExistLockOwner by) ->
                    opens.lock(cx, by.lockStateId(), range, exclusive);
        };
    }

    /** Tells a client of the lock that is in its way, unless that is about to give way. */
    static NfsStatus deny(HeldLock by, XdrWriter result) {
        if (by.yielding()) {
            return NfsStatus.DELAY;
        }
        new LockDenied(
                        by.range().first(),
                        by.range().length(),
                        by.exclusive() ? LockType.WRITE_LT : LockType.READ_LT,
                        new LockOwner(by.clientId(), by.owner()))
                .encode(result);
        return NfsStatus.DENIED;
    }
}
