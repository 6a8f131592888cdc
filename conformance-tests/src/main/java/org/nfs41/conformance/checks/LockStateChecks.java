package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.OpenToLockOwner;

/** Lock owners, their state ids, and the opens they depend on (RFC 8881 sections 9.4, 9.5, 9.8). */
final class LockStateChecks {
    private static final String FILE = "file";
    private static final long TO_END = FileUser.TO_END;
    private static final int ROUNDS = 50;

    @Check(
            id = "LOCK-040",
            rule = "The seqids of NFSv4.0's owners are ignored",
            sends =
                    "LOCK with a named owner twice, LOCK with the lock state id, LOCKU, CLOSE, with"
                            + " any values in open_seqid, lock_seqid and seqid",
            accepts = "NFS4_OK each time, and one lock state id whose seqid goes up",
            requirements = {"18.10.3-R03", "18.10.3-R04", "18.12.3-R02", "18.2.3-R03"},
            needs = Need.FILES,
            bugs = "B-139")
    void seqidsOfOwnersAreIgnored(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        LockOwner owner = new LockOwner(0, Opaque.utf8("owner"));
        Locker named = new Locker.New(new OpenToLockOwner(0x7fff_fff0, user.open(), 77, owner));
        StateId first = locked(user, new LockArgs(LockType.WRITE_LT, false, 0, 10, named));
        Locker again = new Locker.New(new OpenToLockOwner(3, user.open(), 2, owner));
        StateId second = locked(user, new LockArgs(LockType.WRITE_LT, false, 20, 10, again));
        Locker known = new Locker.Existing(new ExistLockOwner(second, 0x7fff_ffff));
        StateId third = locked(user, new LockArgs(LockType.WRITE_LT, false, 40, 10, known));
        LockUArgs unlock = new LockUArgs(LockType.WRITE_LT, 1, third, 0, TO_END);
        StateId fourth = user.require(unlock).result(LockUResOk.class).lockStateId();
        for (StateId each : new StateId[] {second, third, fourth}) {
            requireSame(first, each);
        }
        assertThatReply(user.call(new CloseArgs(0x7654_3210, user.open()))).isOk();
    }

    private static StateId locked(FileUser user, LockArgs lock) {
        return FileUser.lockStateId(user.require(lock));
    }

    private static void requireSame(StateId first, StateId later) {
        if (!later.sameOther(first)) {
            throw new CheckFailure(
                    "lock state id of the same owner, open and file",
                    "the other field of " + first,
                    later.toString());
        }
    }

    @Check(
            id = "LOCK-041",
            rule = "The seqid of a lock state id tells of each change of the locks",
            sends =
                    "LOCK of 0 to 9, LOCK of 20 to 29, LOCK of 0 to 9 for reading, LOCKU of 5 to"
                            + " 24, each by the state id before",
            accepts = "NFS4_OK, and each time a seqid that is one more than the one before",
            requirements = "9.4-R01",
            sections = "8.2.2",
            needs = Need.FILES)
    void seqidGoesUpWithEachChange(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 10);
        requireSeqid(1, lock);
        lock = locked(user, Ops.lock(lock, LockType.WRITE_LT, 20, 10));
        requireSeqid(2, lock);
        Reply down = user.call(Ops.lock(lock, LockType.READ_LT, 0, 10));
        if (down.status().equals(NfsStatus.LOCK_NOTSUPP)
                || down.status().equals(NfsStatus.LOCK_RANGE)) {
            throw cx.unsupported("locks cannot be downgraded");
        }
        assertThatReply(down).isOk();
        lock = FileUser.lockStateId(down);
        requireSeqid(3, lock);
        requireSeqid(4, user.unlock(lock, 5, 20));
    }

    private static void requireSeqid(int expected, StateId actual) {
        if (actual.seqid() != expected) {
            throw new CheckFailure(
                    "seqid of a lock state id",
                    String.valueOf(expected),
                    String.valueOf(actual.seqid()));
        }
    }

    @Check(
            id = "LOCK-042",
            rule = "CLOSE leaves no lock behind",
            sends =
                    "OPEN, LOCK, CLOSE without LOCKU; LOCKT by another client; LOCKU with the lock"
                            + " state id",
            accepts =
                    "CLOSE succeeds, the bytes are free and LOCKU has NFS4ERR_BAD_STATEID; or"
                            + " NFS4ERR_LOCKS_HELD, the bytes are locked and LOCKU succeeds",
            requirements = {"18.2.3-R02", "9.8-R03"},
            needs = Need.FILES,
            bugs = "B-138")
    void closeWithLocks(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 10);
        Reply close = user.call(Ops.close(user.open()));
        assertThatReply(close).endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.LOCKS_HELD);
        Reply unlock;
        if (close.isOk()) {
            other.requireFree("the file is closed", 0, 10);
            unlock = user.call(Ops.unlock(lock, 0, 10));
            assertThatReply(unlock).endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        } else {
            other.requireDenied("the file is not closed", LockType.READ_LT, 0, 10);
            unlock = user.call(Ops.unlock(lock, 0, 10));
            assertThatReply(unlock).isOk();
        }
    }

    @Check(
            id = "LOCK-043",
            rule = "CLOSE releases the locks of its own open only",
            sends =
                    "Two opens by two open owners, locks under both by two lock owners; CLOSE of"
                        + " the first after LOCKU; LOCKT by another client; LOCKU of the second",
            accepts = "NFS4ERR_DENIED for the bytes under the second open, NFS4_OK from LOCKU",
            sections = {"18.2.3", "9.8"},
            needs = Need.FILES,
            bugs = "B-131")
    void closeOfOneOpenKeepsLocksOfAnother(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId second = user.openAs("second opener", OpenShare.ACCESS_BOTH);
        StateId lock = user.lock("owner 1", LockType.WRITE_LT, 0, 10);
        StateId kept = locked(user, Ops.lock(second, "owner 2", LockType.WRITE_LT, 20, 10));
        user.unlock(lock, 0, 10);
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
        other.requireFree("unlocked", 0, 10);
        other.requireDenied("locked under the open that stays", LockType.READ_LT, 20, 10);
        user.unlock(kept, 20, 10);
        other.requireFree("all is unlocked", 0, TO_END);
    }

    @Check(
            id = "LOCK-044",
            rule = "What an owner locked last counts, under whichever of its opens",
            sends =
                    "Two opens by two open owners; LOCK by one lock owner of 0 to 29 under the"
                            + " first and of 10 to 19 under the second; LOCKU of all under the"
                            + " second; LOCKT by another client; TEST_STATEID of the first lock"
                            + " state id",
            accepts =
                    "NFS4_OK from LOCK and LOCKU, all bytes free, and NFS4_OK: the other state"
                            + " id's seqid has not changed",
            requirements = {"9.5-R01", "9.5-R04"},
            needs = Need.FILES)
    void ownerWithTwoOpens(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId secondOpen = user.openAs("second opener", OpenShare.ACCESS_BOTH);
        StateId first = user.lock("owner", LockType.WRITE_LT, 0, 30);
        Reply reply = user.call(Ops.lock(secondOpen, "owner", LockType.WRITE_LT, 10, 10));
        assertThatReply(reply).endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.LOCK_RANGE);
        if (!reply.isOk()) {
            throw cx.unsupported("locks of one owner cannot overlap");
        }
        StateId second = FileUser.lockStateId(reply);
        user.requireState("the state id under the first open", first, NfsStatus.OK);
        user.unlock(second, 0, 30);
        other.requireFree("the owner has unlocked all", 0, TO_END);
        user.requireState("the state id under the first open", first, NfsStatus.OK);
    }

    @Check(
            id = "LOCK-049",
            rule = "A byte belongs to the open under which its owner has locked it last",
            sends =
                    "Two opens by two open owners; LOCK by one lock owner of 0 to 29 under the"
                            + " first and of 0 to 29 under the second; CLOSE of the first; LOCKT by"
                            + " another client; LOCKU under the second",
            accepts =
                    "NFS4_OK from LOCK, CLOSE and LOCKU, NFS4ERR_DENIED from LOCKT; bytes that are"
                            + " free again when the second has unlocked them",
            requirements = {"9.5-R02", "9.5-R03"},
            level = Level.SHOULD,
            needs = Need.FILES)
    void bytesBelongToTheOpenOfTheLastLock(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId secondOpen = user.openAs("second opener", OpenShare.ACCESS_BOTH);
        user.lock("owner", LockType.WRITE_LT, 0, 30);
        Reply reply = user.call(Ops.lock(secondOpen, "owner", LockType.WRITE_LT, 0, 30));
        assertThatReply(reply).endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.LOCK_RANGE);
        if (!reply.isOk()) {
            throw cx.unsupported("locks of one owner cannot overlap");
        }
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
        other.requireDenied("locked under the open that stays", LockType.READ_LT, 10, 1);
        user.unlock(FileUser.lockStateId(reply), 0, 30);
        other.requireFree("the owner has unlocked all", 0, TO_END);
    }

    @Check(
            id = "LOCK-045",
            rule = "A lock that is denied leaves nothing behind",
            sends =
                    "LOCK by one client; LOCK of more bytes by another, denied; LOCKU by the first"
                            + " and LOCKT by it; LOCK by the other again",
            accepts = "All bytes are free for the first, then NFS4_OK with seqid 1",
            sections = {"18.10.3", "8.2.2"},
            needs = Need.FILES)
    void deniedLockLeavesNothing(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 10, 10);
        LockArgs more = Ops.lock(other.open(), "owner", LockType.WRITE_LT, 0, 100);
        assertThatReply(other.call(more)).endsAt(FileUser.FIRST, NfsStatus.DENIED);
        user.unlock(lock, 10, 10);
        user.requireFree("the other client was denied its lock", 0, TO_END);
        requireSeqid(1, locked(other, more));
    }

    @Check(
            id = "LOCK-046",
            rule = "A LOCK that meets a CLOSE of its open never outlives it",
            sends =
                    "LOCK and CLOSE of one open over two connections at once; LOCKT by another"
                            + " client; 50 times",
            accepts =
                    "NFS4_OK or NFS4ERR_BAD_STATEID from LOCK, NFS4_OK or NFS4ERR_LOCKS_HELD from"
                            + " CLOSE; after a CLOSE that succeeded the bytes are free",
            sections = {"18.2.3", "8.2.4"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.RACE},
            bugs = "B-194")
    void lockMeetsClose(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        NfsSession session = user.session();
        NfsConnection one = session.client().newConnection();
        NfsConnection two = session.client().newConnection();
        for (int round = 0; round < ROUNDS; round++) {
            StateId open = user.openAs("opener " + round, OpenShare.ACCESS_BOTH);
            LockArgs lock = Ops.lock(open, "owner " + round, LockType.WRITE_LT, 0, 10);
            Exchange locking = session.slot(1).start(one, false, user.onFile(lock));
            Exchange closing = session.slot(2).start(two, false, user.onFile(Ops.close(open)));
            Reply locked = locking.await();
            Reply closed = closing.await();
            assertThatReply(locked).hasStatus(NfsStatus.OK, NfsStatus.BAD_STATEID);
            assertThatReply(closed).hasStatus(NfsStatus.OK, NfsStatus.LOCKS_HELD);
            if (closed.isOk()) {
                other.requireFree("closed in round " + round, 0, 10);
            } else {
                user.unlock(FileUser.lockStateId(locked), 0, 10);
                user.require(Ops.close(open));
            }
        }
    }

    @Check(
            id = "LOCK-047",
            rule = "Locks do not end with the session that they came by",
            sends =
                    "OPEN and LOCK in one session, DESTROY_SESSION, CREATE_SESSION for the same"
                            + " client id; LOCKT by another client; LOCKU in the new session",
            accepts = "NFS4ERR_DENIED, then NFS4_OK",
            sections = {"2.10.2.2", "18.37.3"},
            needs = Need.FILES,
            bugs = "B-172")
    void locksSurviveTheirSession(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 10);
        NfsSession old = user.session();
        assertThatReply(old.client().call(Ops.destroySession(old.id()))).isOk();
        NfsSession fresh = old.client().createSession();
        other.requireDenied("the client still has its lock", LockType.READ_LT, 0, 10);
        assertThatReply(fresh.compound(user.onFile(Ops.unlock(lock, 0, 10)))).isOk();
        other.requireFree("unlocked", 0, 10);
    }

    @Check(
            id = "LOCK-048",
            rule = "OPEN and LOCK of one name are two owners",
            sends =
                    "OPEN and LOCK with the same owner name; LOCK by another owner name under the"
                            + " same open",
            accepts = "Two state ids that differ; NFS4ERR_DENIED for the other owner",
            sections = "9.1.1",
            needs = Need.FILES)
    void openOwnerAndLockOwnerOfOneName(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId open =
                user.require(FileUser.open("same", OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE))
                        .result(OpenResOk.class)
                        .stateId();
        StateId lock = locked(user, Ops.lock(open, "same", LockType.WRITE_LT, 0, 10));
        if (lock.sameOther(open)) {
            throw new CheckFailure(
                    "lock state id", "another than that of the open, " + open, lock.toString());
        }
        assertThatReply(user.call(Ops.lock(open, "different", LockType.READ_LT, 0, 10)))
                .endsAt(FileUser.FIRST, NfsStatus.DENIED);
    }

    @Check(
            id = "LOCK-050",
            rule = "A lock that its open is not for is refused, or is a lock like any other",
            sends =
                    "OPEN for reading and LOCK of WRITE_LT under it; LOCKT by another client; OPEN"
                            + " for writing and LOCK of READ_LT under it; LOCKT by another client",
            accepts = "NFS4ERR_OPENMODE, and the bytes are free; or NFS4_OK, and they are locked",
            sections = {"15.1.8.8", "18.10.3"},
            needs = Need.FILES)
    void lockThatTheOpenIsNotFor(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId reader = user.openAs("reader", OpenShare.ACCESS_READ);
        lockBeyond(user, other, reader, LockType.WRITE_LT, 0);
        StateId writer = user.openAs("writer", OpenShare.ACCESS_WRITE);
        lockBeyond(user, other, writer, LockType.READ_LT, 100);
    }

    private static void lockBeyond(
            FileUser user, FileUser other, StateId open, LockType type, long offset) {
        Reply reply = user.call(Ops.lock(open, "owner", type, offset, 10));
        assertThatReply(reply)
                .because("the open is for the contrary")
                .endsAt(FileUser.FIRST, NfsStatus.OPENMODE, NfsStatus.OK);
        if (reply.isOk()) {
            other.requireDenied("LOCK was granted", LockType.WRITE_LT, offset, 10);
        } else {
            other.requireFree("LOCK was refused", offset, 10);
        }
    }
}
