package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseResOk;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.util.ArrayList;
import java.util.List;

/** How long state ids are valid, and for what (RFC 8881 sections 8.2.2 to 8.2.4). */
final class StateIdChecks {
    private static final String FILE = "file";
    private static final long TO_END = FileUser.TO_END;
    private static final StateId INVENTED = new StateId(1, 0x0123_4567_89ab_cdefL, 0x1234_5678);

    @Check(
            id = "STATE-001",
            rule = "TEST_STATEID judges each state id by itself",
            sends =
                    "TEST_STATEID, without a filehandle, of an open and a lock in force, by their"
                            + " seqids and by 0, a seqid of the past and one of the future, an"
                            + " invented one, and the special ones; then of 500 of them",
            accepts =
                    "NFS4_OK with NFS4_OK, NFS4ERR_OLD_STATEID or NFS4ERR_BAD_STATEID for each, in"
                            + " their order; for 500 as many, or an error that tells of the size",
            sections = {"18.48.3", "8.2.4"},
            needs = Need.FILES,
            bugs = {"B-112", "B-113"})
    void testStateId(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId old = user.lock("owner", LockType.WRITE_LT, 0, 1);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 5, 1);
        List<StateId> asked =
                List.of(
                        user.open(),
                        lock,
                        lock.withSeqid(0),
                        old,
                        lock.withSeqid(9),
                        user.open().withSeqid(7),
                        INVENTED,
                        StateId.ANONYMOUS,
                        StateId.READ_BYPASS,
                        StateId.CURRENT,
                        StateId.INVALID);
        NfsStatus bad = NfsStatus.BAD_STATEID;
        List<NfsStatus> expected =
                List.of(
                        NfsStatus.OK,
                        NfsStatus.OK,
                        NfsStatus.OK,
                        NfsStatus.OLD_STATEID,
                        bad,
                        bad,
                        bad,
                        bad,
                        bad,
                        bad,
                        bad);
        requireStatuses(
                user.session().require(Ops.testStateId(asked.toArray(StateId[]::new))), expected);

        List<StateId> many = new ArrayList<>();
        List<NfsStatus> allExpected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(asked.get(i % asked.size()));
            allExpected.add(expected.get(i % asked.size()));
        }
        Reply reply = user.session().compound(Ops.testStateId(many.toArray(StateId[]::new)));
        assertThatReply(reply)
                .hasStatus(NfsStatus.OK, NfsStatus.REP_TOO_BIG, NfsStatus.REQ_TOO_BIG);
        if (reply.isOk()) {
            requireStatuses(reply, allExpected);
        }
    }

    private static void requireStatuses(Reply reply, List<NfsStatus> expected) {
        List<NfsStatus> actual = reply.result(TestStateIdResOk.class).statusCodes();
        if (!actual.equals(expected)) {
            throw new CheckFailure("tsr_status_codes", expected.toString(), actual.toString());
        }
    }

    @Check(
            id = "STATE-002",
            rule = "FREE_STATEID does not free what stands for an open or for locks",
            sends = "OPEN, LOCK, FREE_STATEID of both; LOCKT by another client; LOCKU and CLOSE",
            accepts = "NFS4ERR_LOCKS_HELD twice, NFS4ERR_DENIED, NFS4_OK twice",
            sections = {"18.38.3", "15.1.8.5"},
            needs = Need.FILES,
            bugs = "B-114")
    void stateInForceIsNotFreed(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 10);
        for (StateId each : List.of(lock, user.open())) {
            assertThatReply(user.session().compound(Ops.freeStateId(each)))
                    .endsAt(1, NfsStatus.LOCKS_HELD);
        }
        other.requireDenied("the lock is in force", LockType.READ_LT, 0, 10);
        user.unlock(lock, 0, 10);
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
    }

    @Check(
            id = "STATE-003",
            rule = "FREE_STATEID ends one state id, whatever else its owner has",
            sends =
                    "LOCK by one owner in two files; LOCKU in the first, FREE_STATEID, LOCKU again"
                            + " with what was freed; LOCKT in the second by another client, LOCKU",
            accepts =
                    "NFS4_OK, NFS4ERR_BAD_STATEID for what was freed; NFS4ERR_DENIED, NFS4_OK in"
                            + " the second file",
            sections = {"18.38.3", "8.2.1", "8.2.4"},
            needs = Need.FILES,
            bugs = "B-115")
    void freedStateIdIsGoneAlone(CheckContext cx) {
        FileUser first = FileUser.of(cx, FILE);
        FileUser second = FileUser.of(first.session(), cx.file("second"));
        StateId freed = first.lock("owner", LockType.WRITE_LT, 0, 10);
        StateId kept = second.lock("owner", LockType.WRITE_LT, 0, 10);
        StateId empty = first.unlock(freed, 0, TO_END);
        first.requireState("a lock state id without locks", empty, NfsStatus.OK);
        assertThatReply(first.session().compound(Ops.freeStateId(empty))).isOk();
        for (StateId each : List.of(empty, empty.withSeqid(0))) {
            assertThatReply(first.call(Ops.unlock(each, 0, 10)))
                    .because("it has been freed")
                    .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        }
        second.another(cx).requireDenied("the other lock is in force", LockType.READ_LT, 0, 10);
        second.unlock(kept, 0, 10);
    }

    @Check(
            id = "STATE-004",
            rule = "A state id with a seqid of the past or the future is refused",
            sends =
                    "An open and a lock at seqid 2 or more: LOCK with each of them, LOCKU, READ,"
                            + " WRITE, SETATTR of the size, OPEN_DOWNGRADE, CLOSE with a seqid one"
                            + " less and one more; CLOSE with the right one",
            accepts =
                    "NFS4ERR_OLD_STATEID for the past and NFS4ERR_BAD_STATEID for the future; then"
                            + " NFS4_OK",
            sections = {"8.2.2", "8.2.4"},
            needs = Need.FILES,
            bugs = "B-117")
    void seqidsOfPastAndFuture(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId open = user.openAs("opener", OpenShare.ACCESS_BOTH);
        StateId lock = locked(user, Ops.lock(open, "owner", LockType.WRITE_LT, 0, 1));
        lock = locked(user, Ops.lock(lock, LockType.WRITE_LT, 5, 1));
        for (int by : new int[] {-1, 1}) {
            NfsStatus expected = by < 0 ? NfsStatus.OLD_STATEID : NfsStatus.BAD_STATEID;
            StateId wrongOpen = open.withSeqid(open.seqid() + by);
            StateId wrongLock = lock.withSeqid(lock.seqid() + by);
            for (ArgOp op :
                    List.of(
                            Ops.lock(wrongOpen, "owner", LockType.WRITE_LT, 20, 1),
                            Ops.lock(wrongLock, LockType.WRITE_LT, 20, 1),
                            Ops.unlock(wrongLock, 0, TO_END),
                            Ops.read(wrongOpen, 0, 1),
                            Ops.read(wrongLock, 0, 1),
                            Ops.write(wrongLock, 0, (byte) 1),
                            new SetAttrArgs(wrongOpen, Ops.size(5)),
                            new OpenDowngradeArgs(wrongOpen, 0, OpenShare.ACCESS_BOTH, 0),
                            Ops.close(wrongOpen))) {
                assertThatReply(user.call(op))
                        .because(op.op() + " with a seqid that differs by " + by)
                        .endsAt(FileUser.FIRST, expected);
            }
        }
        user.unlock(lock, 0, TO_END);
        assertThatReply(user.call(Ops.close(open))).isOk();
    }

    private static StateId locked(FileUser user, ArgOp lock) {
        return FileUser.lockStateId(user.require(lock));
    }

    @Check(
            id = "STATE-005",
            rule = "A state id of the wrong type is refused",
            sends =
                    "LOCK of an existing owner and LOCKU with the state id of an open; LOCK of a"
                            + " new owner, OPEN_DOWNGRADE and CLOSE with the state id of a lock",
            accepts = "NFS4ERR_BAD_STATEID; CLOSE with the right one succeeds",
            requirements = "8.2.4-R01",
            needs = Need.FILES)
    void stateIdsOfTheWrongType(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId open = user.open();
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 1);
        for (ArgOp op :
                List.of(
                        Ops.lock(open, LockType.WRITE_LT, 20, 1),
                        Ops.unlock(open, 0, TO_END),
                        Ops.lock(lock, "new owner", LockType.WRITE_LT, 20, 1),
                        new OpenDowngradeArgs(lock, 0, OpenShare.ACCESS_READ, 0),
                        Ops.close(lock))) {
            assertThatReply(user.call(op))
                    .because(op.op().toString())
                    .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        }
        user.unlock(lock, 0, TO_END);
        assertThatReply(user.call(Ops.close(open))).isOk();
    }

    @Check(
            id = "STATE-006",
            rule = "A state id is good for its own file only",
            sends =
                    "LOCK, LOCKU, READ, WRITE, SETATTR of the size, OPEN_DOWNGRADE, CLOSE of one"
                            + " file with the state ids of another one; CLOSE of the right one",
            accepts = "NFS4ERR_BAD_STATEID; then NFS4_OK",
            sections = "8.2.4",
            needs = Need.FILES,
            bugs = "B-121")
    void stateIdsOfAnotherFile(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser elsewhere = FileUser.of(user.session(), cx.file("elsewhere", (byte) 1));
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 1);
        for (ArgOp op : everyUse(user.open(), lock)) {
            assertThatReply(elsewhere.call(op))
                    .because(op.op() + " of another file")
                    .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        }
        user.unlock(lock, 0, TO_END);
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
    }

    @Check(
            id = "STATE-007",
            rule = "A state id is good for its own client only",
            sends =
                    "LOCK, LOCKU, READ, WRITE, SETATTR of the size, OPEN_DOWNGRADE, CLOSE,"
                        + " FREE_STATEID, TEST_STATEID by one client with the state ids of another;"
                        + " LOCKU and CLOSE by the right one",
            accepts = "NFS4ERR_BAD_STATEID; then NFS4_OK",
            sections = {"8.2.4", "18.38.3", "18.48.3"},
            needs = Need.FILES,
            bugs = {"B-122", "B-187"})
    void stateIdsOfAnotherClient(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 1);
        for (ArgOp op : everyUse(user.open(), lock)) {
            assertThatReply(other.call(op))
                    .because(op.op() + " by another client")
                    .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        }
        StateId empty = user.unlock(lock, 0, TO_END);
        assertThatReply(other.session().compound(Ops.freeStateId(empty)))
                .endsAt(1, NfsStatus.BAD_STATEID);
        other.requireState("another client's lock", empty, NfsStatus.BAD_STATEID);
        user.requireState("its own lock", empty, NfsStatus.OK);
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
    }

    private static List<ArgOp> everyUse(StateId open, StateId lock) {
        return List.of(
                Ops.lock(open, "owner", LockType.WRITE_LT, 20, 1),
                Ops.lock(lock, LockType.WRITE_LT, 20, 1),
                Ops.unlock(lock, 0, TO_END),
                Ops.read(open, 0, 1),
                Ops.read(lock, 0, 1),
                Ops.write(open, 0, (byte) 7),
                Ops.write(lock, 0, (byte) 7),
                new SetAttrArgs(open, Ops.size(0)),
                new OpenDowngradeArgs(open, 0, OpenShare.ACCESS_READ, 0),
                Ops.close(open));
    }

    @Check(
            id = "STATE-008",
            rule = "An OPEN of a file that its owner has open raises the seqid; owners stay apart",
            sends =
                    "OPEN for reading and again in the same way; OPEN by another owner; CLOSE of"
                            + " the first, READ with the second, READ with the first",
            accepts =
                    "The same state id with the next seqid; another one with seqid 1; NFS4_OK,"
                            + " NFS4_OK, NFS4ERR_BAD_STATEID",
            sections = {"9.9", "8.2.1", "8.2.2"},
            needs = Need.FILES,
            bugs = "B-131")
    void openingAgain(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId first = user.openAs("one", OpenShare.ACCESS_READ);
        StateId second = user.openAs("one", OpenShare.ACCESS_READ);
        StateId other = user.openAs("two", OpenShare.ACCESS_READ);
        if (!second.equals(first.withSeqid(first.seqid() + 1))) {
            throw new CheckFailure(
                    "state id of an OPEN that changes nothing",
                    first.withSeqid(first.seqid() + 1).toString(),
                    second.toString());
        }
        if (other.sameOther(first) || other.seqid() != 1) {
            throw new CheckFailure(
                    "state id of another owner", "another one with seqid 1", other.toString());
        }
        assertThatReply(user.call(Ops.close(second))).isOk();
        assertThatReply(user.call(Ops.read(other, 0, 1))).isOk();
        assertThatReply(user.call(Ops.read(second, 0, 1)))
                .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
    }

    @Check(
            id = "STATE-009",
            rule = "CLOSE returns a state id that is good for nothing",
            sends = "CLOSE, and READ with the state id that it returns",
            accepts = "The invalid special state id; NFS4ERR_BAD_STATEID",
            requirements = "18.2.4-R01",
            sections = "8.2.3",
            level = Level.SHOULD,
            needs = Need.FILES,
            bugs = "B-191")
    void closeReturnsTheInvalidStateId(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Reply reply = user.require(Ops.close(user.open()));
        StateId returned = reply.result(CloseResOk.class).openStateId();
        if (!returned.equals(StateId.INVALID)) {
            throw new CheckFailure(
                    "state id that CLOSE returns", StateId.INVALID.toString(), returned.toString());
        }
        assertThatReply(user.call(Ops.read(returned, 0, 1)))
                .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
    }

    @Check(
            id = "STATE-010",
            rule = "OPEN_DOWNGRADE raises the seqid even when nothing changes",
            sends = "OPEN for both, OPEN_DOWNGRADE to both, to reading; WRITE",
            accepts = "NFS4_OK with the next seqid each time; NFS4ERR_OPENMODE",
            requirements = {"9.9-R02", "9.1.2-R02"},
            needs = Need.FILES,
            bugs = "B-134")
    void downgradeRaisesTheSeqid(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        user.openAs("opener", OpenShare.ACCESS_READ);
        StateId open = user.open().withSeqid(2);
        for (int access : new int[] {OpenShare.ACCESS_BOTH, OpenShare.ACCESS_READ}) {
            StateId next =
                    user.require(new OpenDowngradeArgs(open, 0, access, 0))
                            .result(OpenDowngradeResOk.class)
                            .openStateId();
            if (!next.equals(open.withSeqid(open.seqid() + 1))) {
                throw new CheckFailure(
                        "state id of OPEN_DOWNGRADE",
                        open.withSeqid(open.seqid() + 1).toString(),
                        next.toString());
            }
            open = next;
        }
        assertThatReply(user.call(Ops.write(open, 0, (byte) 1)))
                .endsAt(FileUser.FIRST, NfsStatus.OPENMODE);
    }
}
