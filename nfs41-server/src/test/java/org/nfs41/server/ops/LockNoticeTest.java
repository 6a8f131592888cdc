package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbNotifyLockArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenResultFlags;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.SaveFhArgs;

/** Clients that wait for locks, and hear when they might get them. */
class LockNoticeTest {
    private static final long LAPSE = (FileServer.LEASE_SECONDS + 1) * 1_000_000_000L;
    private static final Opaque OWNER = Opaque.utf8("lock owner");

    private final FileServer server = new FileServer();
    private final TestClient holder = server.client("holder", 1000);
    private final TestClient waiter = server.client("waiter", 1000);

    private StateId held = StateId.INVALID;
    private StateId holdersOpen = StateId.INVALID;
    private StateId waitersOpen = StateId.INVALID;
    private ArgOp file = new SaveFhArgs();

    @BeforeEach
    void lockTheFile() {
        holdersOpen = holder.openFile("f");
        file = holder.put("/a/f");
        waitersOpen = waiter.openFile("f");
        held =
                holder.result(LockResOk.class, file, lock(holdersOpen, LockType.WRITE_LT, 0, 100))
                        .lockStateId();
        server.calls.reach(waiter);
    }

    private static LockArgs lock(StateId open, LockType type, long offset, long length) {
        Locker by = new Locker.New(new OpenToLockOwner(0, open, 0, new LockOwner(9, OWNER)));
        return new LockArgs(type, false, offset, length, by);
    }

    private void unlock(long offset, long length) {
        LockUArgs unlock = new LockUArgs(LockType.WRITE_LT, 0, held, offset, length);
        held = holder.result(LockUResOk.class, file, unlock).lockStateId();
    }

    private void await(LockType type, long offset, long length) {
        assertThat(waiter.status(file, lock(waitersOpen, type, offset, length)))
                .isEqualTo(NfsStatus.DENIED);
    }

    private void told() {
        FakeCalls.Call call = server.calls.one(waiter);
        assertThat(call.args(CbNotifyLockArgs.class))
                .isEqualTo(
                        new CbNotifyLockArgs(
                                waiter.handle("/a/f"), new LockOwner(waiter.clientId(), OWNER)));
    }

    private void notTold() {
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void whoWaitsIsToldOnceWhenAllOfTheRangeIsFree() {
        await(LockType.WRITEW_LT, 10, 20);
        unlock(0, 20);
        notTold();
        unlock(20, 20);
        told();
        unlock(40, 60);
        notTold();
        assertThat(waiter.status(file, lock(waitersOpen, LockType.WRITEW_LT, 10, 20)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void whoDoesNotWaitIsNotTold() {
        await(LockType.WRITE_LT, 10, 20);
        await(LockType.READ_LT, 10, 20);
        unlock(0, 100);
        notTold();
    }

    @Test
    void aReaderIsToldWhenAWriteLockBecomesAReadLock() {
        await(LockType.READW_LT, 0, 1);
        Locker again = new Locker.Existing(new ExistLockOwner(held, 0));
        assertThat(holder.status(file, new LockArgs(LockType.READ_LT, false, 0, 100, again)))
                .isEqualTo(NfsStatus.OK);
        told();
    }

    @Test
    void anOwnerWithAStateIdIsToldToo() {
        StateId own =
                waiter.result(LockResOk.class, file, lock(waitersOpen, LockType.WRITE_LT, 500, 1))
                        .lockStateId();
        Locker again = new Locker.Existing(new ExistLockOwner(own, 0));
        assertThat(waiter.status(file, new LockArgs(LockType.WRITEW_LT, false, 0, 9, again)))
                .isEqualTo(NfsStatus.DENIED);
        unlock(0, 100);
        told();
    }

    @Test
    void theEndOfAnOpenFreesItsLocks() {
        await(LockType.WRITEW_LT, 10, 20);
        assertThat(holder.status(file, new CloseArgs(0, holdersOpen))).isEqualTo(NfsStatus.OK);
        told();
        assertThat(server.lockNotices.count()).isZero();
    }

    @Test
    void theLocksOfAClientThatIsSilentAreFree() {
        await(LockType.WRITEW_LT, 10, 20);
        server.now += LAPSE;
        assertThat(waiter.status(file)).isEqualTo(NfsStatus.OK);
        notTold();
        server.lockNotices.tick(server.now);
        told();
    }

    @Test
    void whoHasAnotherLockOfTheFileByNowWaitsNoMore() {
        await(LockType.WRITEW_LT, 10, 20);
        assertThat(waiter.status(file, lock(waitersOpen, LockType.WRITE_LT, 200, 1)))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.lockNotices.count()).isZero();
    }

    @Test
    void whoCannotBeCalledIsNotRememberedAndNotPromisedAnything() {
        server.calls.lose(waiter);
        await(LockType.WRITEW_LT, 10, 20);
        assertThat(server.lockNotices.count()).isZero();
        int flags = waiter.opened(TestClient.open("o", 3, 0, "f")).rflags();
        assertThat(flags & OpenResultFlags.MAY_NOTIFY_LOCK).isZero();
        server.calls.reach(waiter);
        flags = waiter.opened(TestClient.open("o", 3, 0, "f")).rflags();
        assertThat(flags & OpenResultFlags.MAY_NOTIFY_LOCK).isNotZero();
    }

    @Test
    void aClientThatEndsWaitsNoMore() {
        await(LockType.WRITEW_LT, 10, 20);
        server.opens.release(waiter.clientId());
        assertThat(server.lockNotices.count()).isZero();
    }
}
