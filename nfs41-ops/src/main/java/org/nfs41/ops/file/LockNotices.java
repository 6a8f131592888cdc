package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.callback.RequestId;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.state.open.LockTable;
import org.nfs41.state.open.LockWaiters;
import org.nfs41.state.open.LockWaiters.Waiter;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbNotifyLockArgs;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells clients by CB_NOTIFY_LOCK that a lock which they wait for might be had now (RFC 8881
 * sections 9.6 and 20.11): all those at once that nothing stands in the way of, as none is promised
 * anything. Safe for use by several threads.
 */
public final class LockNotices {
    /**
     * Who has not asked for a lock for so long does not wait for it any more: Linux asks again
     * every 30 seconds even if it can be told.
     */
    static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final LockTable<FileRef> locks;
    private final ExportTable exports;
    private final ClientCalls calls;
    private final LockWaiters<FileRef> waiters = new LockWaiters<>();

    /**
     * Nobody waits yet.
     *
     * @param locks what may stand in somebody's way
     * @param exports gives the filehandles that clients are called with
     */
    public LockNotices(LockTable<FileRef> locks, ExportTable exports, ClientCalls calls) {
        this.locks = locks;
        this.exports = exports;
        this.calls = calls;
    }

    /** How many wait. */
    public int count() {
        return waiters.count();
    }

    /** Whether the client can be told: only such a one may rely on it. */
    boolean canTell(long clientId) {
        return calls.reachable(clientId);
    }

    /** The client was denied a lock of the current file that it wants to wait for. */
    void denied(CompoundContext cx, Opaque owner, ByteRange range, boolean exclusive) {
        long clientId = cx.requireSession().client().clientId();
        if (canTell(clientId)) {
            FileRef file = cx.requireCurrent();
            long until = cx.now() + PATIENCE_NANOS;
            waiters.add(file, new Waiter(clientId, owner.detach(), range, exclusive, until));
            // It may have become free before this was known of.
            tell(file, cx.now(), cx.requestId());
        }
    }

    /** The owner has got a lock of the file, so that it waits for none. */
    void granted(CompoundContext cx, FileRef file, @Nullable Opaque owner) {
        if (owner != null && waiters.any(file)) {
            waiters.remove(file, cx.requireSession().client().clientId(), owner);
        }
    }

    /** Locks of the file have ended, or have been changed. */
    void freed(FileRef file, long now) {
        if (waiters.any(file)) {
            tell(file, now, null);
        }
    }

    /** The client has ended. */
    void ended(long clientId) {
        waiters.release(clientId);
    }

    /**
     * Tells those who wait for somebody whose lease has lapsed, or who has ended, and forgets those
     * who have not asked again. To be called some times in each lease.
     *
     * @param now in the same monotonic nanoseconds as each COMPOUND's time
     */
    public void tick(long now) {
        for (FileRef file : waiters.files()) {
            tell(file, now, null);
        }
    }

    private void tell(FileRef file, long now, @Nullable RequestId cause) {
        List<Waiter> free = waiters.takeFree(file, waiter -> isFree(file, waiter, now), now);
        for (Waiter waiter : free) {
            LockOwner owner = new LockOwner(waiter.clientId(), waiter.owner());
            ClientCall call =
                    new ClientCall(new CbNotifyLockArgs(exports.handleOf(file), owner), cause);
            // Who does not hear it asks again all the same.
            calls.call(waiter.clientId(), call, outcome -> {});
        }
    }

    private boolean isFree(FileRef file, Waiter waiter, long now) {
        return locks.test(
                        waiter.clientId(),
                        file,
                        waiter.owner(),
                        waiter.range(),
                        waiter.exclusive(),
                        now)
                == null;
    }
}
