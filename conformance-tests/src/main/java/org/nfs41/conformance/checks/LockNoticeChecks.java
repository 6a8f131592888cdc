package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbNotifyLockArgs;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenResultFlags;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Locks that a client waits for, and is told of (RFC 8881 sections 9.6 and 20.11). */
final class LockNoticeChecks {
    private static final String FILE = "file";
    private static final String WAITER = "waiter";
    private static final LockType WAIT_TO_WRITE = LockType.WRITEW_LT;
    private static final CallbackOperation NOTIFY = CallbackOperation.CB_NOTIFY_LOCK;
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int FAULTS =
            SequenceStatusFlags.BACKCHANNEL_FAULT
                    | SequenceStatusFlags.CB_PATH_DOWN
                    | SequenceStatusFlags.CB_PATH_DOWN_SESSION;

    /** A client that has the file open, and what its OPEN said. */
    private record Waiting(NfsSession session, FileHandle file, StateId open, boolean mayBeTold) {
        static Waiting of(CheckContext cx, FileHandle file) {
            NfsSession session = cx.newClient().connect();
            Reply reply =
                    session.require(
                            Ops.putFh(file),
                            FileUser.open("opener", OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE));
            OpenResOk opened = reply.result(OpenResOk.class);
            boolean mayBeTold = (opened.rflags() & OpenResultFlags.MAY_NOTIFY_LOCK) != 0;
            return new Waiting(session, file, opened.stateId(), mayBeTold);
        }

        Reply lock(String owner, LockType type, long offset, long length) {
            return session.compound(Ops.putFh(file), Ops.lock(open, owner, type, offset, length));
        }

        void requireDenied(String owner, LockType type, long offset, long length) {
            assertThatReply(lock(owner, type, offset, length))
                    .because("another client has locked the bytes")
                    .endsAt(FileUser.FIRST, NfsStatus.DENIED);
        }

        Callbacks callbacks() {
            return session.client().callbacks();
        }

        List<CbNotifyLockArgs> told() {
            return callbacks().received(CbNotifyLockArgs.class).stream()
                    .map(call -> call.find(CbNotifyLockArgs.class).orElseThrow())
                    .toList();
        }

        LockOwner owner(String name) {
            return new LockOwner(session.client().clientId(), Opaque.utf8(name));
        }

        /** The call that tells of a lock; UNSUPPORTED if there is none, which is allowed. */
        CbNotifyLockArgs awaitNotice(CheckContext cx) {
            Callback call =
                    callbacks()
                            .await(c -> c.has(CbNotifyLockArgs.class), DelegationHolder.PROMPTLY)
                            .orElseThrow(() -> cx.unsupported("there is no CB_NOTIFY_LOCK"));
            return call.find(CbNotifyLockArgs.class).orElseThrow();
        }
    }

    @Check(
            id = "CB-150",
            rule = "Who waits for a lock is told by its file and owner, if OPEN has said so",
            sends =
                    "LOCK with WRITEW_LT of bytes that another client has locked; LOCKU by that;"
                            + " LOCK again; the same with READW_LT",
            accepts =
                    "CB_NOTIFY_LOCK with the filehandle and the lock owner, of a file whose OPEN"
                            + " had OPEN4_RESULT_MAY_NOTIFY_LOCK; NFS4_OK for LOCK",
            requirements = "20.11.3-R01",
            sections = "9.6",
            needs = {Need.FILES, Need.CALLBACK})
    void lockIsFreed(CheckContext cx) {
        FileUser holder = FileUser.of(cx, FILE);
        for (LockType type : List.of(WAIT_TO_WRITE, LockType.READW_LT)) {
            StateId held = holder.lock("holder", LockType.WRITE_LT, 0, 100);
            Waiting waiting = Waiting.of(cx, holder.file());
            waiting.requireDenied(WAITER, type, 10, 20);
            holder.unlock(held, 0, 100);
            CbNotifyLockArgs told = waiting.awaitNotice(cx);
            Handshake.require(
                    waiting.mayBeTold(),
                    "rflags of the OPEN of a file with CB_NOTIFY_LOCK",
                    "OPEN4_RESULT_MAY_NOTIFY_LOCK",
                    "without it");
            Handshake.requireSame("cnla_fh", holder.file(), told.fh());
            Handshake.requireSame(
                    "cnla_lock_owner",
                    Describe.of(waiting.owner(WAITER)),
                    Describe.of(told.lockOwner()));
            Reply locked = waiting.lock(WAITER, type, 10, 20);
            assertThatReply(locked).because("nobody has locked the bytes").isOk();
            assertThatReply(
                            waiting.session()
                                    .compound(
                                            Ops.putFh(holder.file()),
                                            Ops.unlock(FileUser.lockStateId(locked), 10, 20)))
                    .isOk();
        }
    }

    @Check(
            id = "CB-151",
            rule = "Who is told of a lock does not have it, and need not come for it",
            sends =
                    "CB_NOTIFY_LOCK is answered, but LOCK does not follow; LOCK of the bytes by a"
                            + " third client again and again; LOCK by the first one",
            accepts =
                    "NFS4_OK for the third client within two leases, and then NFS4ERR_DENIED for"
                            + " the first",
            requirements = {"20.11.4-R01", "20.11.4-R02"},
            sections = "9.6",
            needs = {Need.FILES, Need.CALLBACK, Need.LEASE})
    void waiterDoesNotCome(CheckContext cx) {
        FileUser holder = FileUser.of(cx, FILE);
        StateId held = holder.lock("holder", LockType.WRITE_LT, 0, 100);
        Waiting waiting = Waiting.of(cx, holder.file());
        Waiting third = Waiting.of(cx, holder.file());
        waiting.requireDenied(WAITER, WAIT_TO_WRITE, 0, 100);
        holder.unlock(held, 0, 100);
        waiting.awaitNotice(cx);
        Instant end = Instant.now().plus(cx.leaseTime().multipliedBy(2));
        Reply locked = third.lock("third", LockType.WRITE_LT, 0, 100);
        while (locked.status().equals(NfsStatus.DENIED) && Instant.now().isBefore(end)) {
            cx.pause(PAUSE, "the server may keep the lock for who was told");
            assertThatReply(waiting.session().compound()).isOk();
            locked = third.lock("third", LockType.WRITE_LT, 0, 100);
        }
        assertThatReply(locked).because("who was told has not asked for the lock").isOk();
        waiting.requireDenied(WAITER, WAIT_TO_WRITE, 0, 100);
    }

    @Check(
            id = "CB-152",
            rule = "Only who was denied a lock is told of it",
            sends =
                    "LOCKT with WRITEW_LT of bytes that another client has locked, LOCK with"
                            + " WRITEW_LT of bytes beside them, which is granted, and of some that"
                            + " stay locked; LOCKU of the first",
            accepts = "No CB_NOTIFY_LOCK for owners that were denied nothing by LOCK",
            sections = {"9.6", "20.11.3"},
            needs = {Need.FILES, Need.CALLBACK})
    void othersAreNotTold(CheckContext cx) {
        FileUser holder = FileUser.of(cx, FILE);
        StateId held = holder.lock("holder", LockType.WRITE_LT, 0, 100);
        Waiting waiting = Waiting.of(cx, holder.file());
        assertThatReply(
                        waiting.session()
                                .compound(
                                        Ops.putFh(holder.file()),
                                        Ops.lockTest("tester", WAIT_TO_WRITE, 0, 10)))
                .endsAt(FileUser.FIRST, NfsStatus.DENIED);
        assertThatReply(waiting.lock("beside", WAIT_TO_WRITE, 200, 10)).isOk();
        waiting.requireDenied(WAITER, WAIT_TO_WRITE, 0, 10);
        holder.unlock(held, 0, 100);
        waiting.awaitNotice(cx);
        cx.pause(QUIET, "another call would come by now");
        Handshake.require(
                waiting.told().stream()
                        .allMatch(told -> told.lockOwner().equals(waiting.owner(WAITER))),
                "owners in CB_NOTIFY_LOCK",
                "only the one that was denied a lock",
                Describe.of(waiting.told()));
    }

    @Check(
            id = "CB-153",
            rule = "A client need not know CB_NOTIFY_LOCK",
            sends =
                    "CB_NOTIFY_LOCK is answered with NFS4ERR_NOTSUPP; LOCK by who was denied it;"
                            + " SEQUENCE",
            accepts =
                    "NFS4_OK for LOCK; no SEQ4_STATUS_BACKCHANNEL_FAULT and no"
                            + " SEQ4_STATUS_CB_PATH_DOWN",
            requirements = "20.11.4-R02",
            sections = "18.46.3",
            needs = {Need.FILES, Need.CALLBACK})
    void waiterDoesNotKnowTheCall(CheckContext cx) {
        FileUser holder = FileUser.of(cx, FILE);
        StateId held = holder.lock("holder", LockType.WRITE_LT, 0, 100);
        Waiting waiting = Waiting.of(cx, holder.file());
        waiting.callbacks().always(NOTIFY, CallbackAnswer.status(NfsStatus.NOTSUPP));
        waiting.requireDenied(WAITER, WAIT_TO_WRITE, 0, 100);
        holder.unlock(held, 0, 100);
        waiting.awaitNotice(cx);
        assertThatReply(waiting.lock(WAITER, WAIT_TO_WRITE, 0, 100))
                .because("nobody has locked the bytes")
                .isOk();
        cx.pause(PAUSE, "the server has to see the answer");
        Reply reply = waiting.session().compound();
        assertThatReply(reply).isOk();
        int flags = reply.result(SequenceResOk.class).statusFlags() & FAULTS;
        Handshake.require(
                flags == 0,
                "flags of a lost backchannel after NFS4ERR_NOTSUPP for CB_NOTIFY_LOCK",
                "none",
                "0x" + Integer.toHexString(flags));
    }
}
