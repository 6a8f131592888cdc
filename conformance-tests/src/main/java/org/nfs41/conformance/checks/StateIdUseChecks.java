package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.List;

/** Special state ids, the current one, and state ids in I/O (RFC 8881 sections 8.2.3, 9.1.2). */
final class StateIdUseChecks {
    private static final String FILE = "file";
    private static final long TO_END = FileUser.TO_END;
    private static final int READ = OpenShare.ACCESS_READ;
    private static final int BOTH = OpenShare.ACCESS_BOTH;
    private static final int NONE = OpenShare.DENY_NONE;

    @Check(
            id = "STATE-030",
            rule = "Operations of one COMPOUND hand on the current state id",
            sends =
                    "OPEN, LOCK, WRITE, READ, LOCK again, LOCKU, FREE_STATEID in one COMPOUND, each"
                            + " with the current state id; OPEN, SETATTR, CLOSE; OPEN,"
                            + " FREE_STATEID",
            accepts = "NFS4_OK, but NFS4ERR_LOCKS_HELD from FREE_STATEID of an open",
            sections = {"8.2.3", "16.2.3.1.2"},
            needs = Need.FILES,
            bugs = "B-118")
    void currentStateId(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId current = StateId.CURRENT;
        assertThatReply(
                        user.call(
                                FileUser.open("one", BOTH, NONE),
                                Ops.lock(current, "owner", LockType.WRITE_LT, 0, 10),
                                Ops.write(current, 0, (byte) 1),
                                Ops.read(current, 0, 1),
                                Ops.lock(current, LockType.WRITE_LT, 20, 10),
                                Ops.unlock(current, 0, TO_END),
                                Ops.freeStateId(current)))
                .isOk();
        assertThatReply(
                        user.call(
                                FileUser.open("two", BOTH, NONE),
                                new SetAttrArgs(current, Ops.size(5)),
                                Ops.close(current)))
                .isOk();
        assertThatReply(user.call(FileUser.open("three", BOTH, NONE), Ops.freeStateId(current)))
                .endsAt(FileUser.FIRST + 1, NfsStatus.LOCKS_HELD);
    }

    @Check(
            id = "STATE-031",
            rule = "There is no current state id unless an operation has returned one",
            sends =
                    "Behind PUTFH: READ, WRITE, LOCK, LOCKU, CLOSE with the current state id; OPEN,"
                            + " PUTFH of the same file, READ; OPEN, CLOSE, READ",
            accepts = "NFS4ERR_BAD_STATEID from the last operation of each",
            requirements = {"8.2.3-R03", "8.2.3-R04"},
            sections = "16.2.3.1.2",
            needs = Need.FILES,
            bugs = "B-119")
    void noCurrentStateId(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId current = StateId.CURRENT;
        for (ArgOp op : everyUse(current)) {
            assertThatReply(user.call(op))
                    .because(op.op() + " without a current state id")
                    .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        }
        ArgOp open = FileUser.open("one", BOTH, NONE);
        assertThatReply(user.call(open, Ops.putFh(user.file()), Ops.read(current, 0, 1)))
                .because("PUTFH clears it")
                .endsAt(FileUser.FIRST + 2, NfsStatus.BAD_STATEID);
        Reply closed = user.call(open, Ops.close(current), Ops.read(current, 0, 1));
        assertThatReply(closed)
                .because("CLOSE leaves a special one")
                .endsAt(FileUser.FIRST + 2, NfsStatus.BAD_STATEID);
    }

    private static List<ArgOp> everyUse(StateId stateId) {
        return List.of(
                Ops.read(stateId, 0, 1),
                Ops.write(stateId, 0, (byte) 1),
                Ops.lock(stateId, "owner", LockType.READ_LT, 0, 1),
                Ops.lock(stateId, LockType.READ_LT, 0, 1),
                Ops.unlock(stateId, 0, 1),
                Ops.close(stateId));
    }

    @Check(
            id = "STATE-032",
            rule = "The current state id is saved and restored with its filehandle",
            sends =
                    "OPEN, LOCK, SAVEFH, PUTFH of the directory, RESTOREFH, LOCKU with the current"
                            + " state id; the same with OPEN and CLOSE",
            accepts = "NFS4_OK",
            sections = {"16.2.3.1.2", "18.27.3", "18.28.3"},
            needs = Need.FILES,
            bugs = "B-189")
    void savedStateId(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        ArgOp away = Ops.putFh(cx.directory());
        assertThatReply(
                        user.call(
                                FileUser.open("one", BOTH, NONE),
                                Ops.lock(StateId.CURRENT, "owner", LockType.WRITE_LT, 0, 10),
                                Ops.saveFh(),
                                away,
                                Ops.restoreFh(),
                                Ops.unlock(StateId.CURRENT, 0, 10)))
                .isOk();
        assertThatReply(
                        user.call(
                                FileUser.open("two", BOTH, NONE),
                                Ops.saveFh(),
                                away,
                                Ops.restoreFh(),
                                Ops.close(StateId.CURRENT)))
                .isOk();
    }

    @Check(
            id = "STATE-033",
            rule = "Reserved state ids that mean nothing are refused",
            sends =
                    "READ, WRITE, LOCK, LOCKU, CLOSE with the invalid state id, and with all zeros"
                            + " or all ones but another seqid than the defined ones",
            accepts = "NFS4ERR_BAD_STATEID",
            requirements = {"8.2.3-R05", "8.2.3-R06"},
            needs = Need.FILES)
    void reservedStateIds(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        for (StateId stateId :
                List.of(
                        StateId.INVALID,
                        StateId.ANONYMOUS.withSeqid(2),
                        StateId.READ_BYPASS.withSeqid(0),
                        StateId.READ_BYPASS.withSeqid(1))) {
            for (ArgOp op : everyUse(stateId)) {
                assertThatReply(user.call(op))
                        .because(op.op() + " with " + stateId)
                        .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
            }
        }
    }

    @Check(
            id = "STATE-034",
            rule = "State ids that stand for no state name neither an open nor a lock",
            sends = "LOCK, LOCKU and CLOSE with the anonymous and the READ bypass state id",
            accepts = "NFS4ERR_BAD_STATEID",
            sections = "8.2.4",
            needs = Need.FILES)
    void anonymousStateIdIsNoOpen(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        for (StateId stateId : List.of(StateId.ANONYMOUS, StateId.READ_BYPASS)) {
            for (ArgOp op : everyUse(stateId).subList(2, 6)) {
                assertThatReply(user.call(op))
                        .because(op.op() + " with " + stateId)
                        .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
            }
        }
    }

    @Check(
            id = "STATE-035",
            rule = "A lock's state id allows what its open allows",
            sends =
                    "WRITE, SETATTR of the size and READ with the state id of a read lock under an"
                            + " open for reading, and with that of the open; WRITE and READ with a"
                            + " lock under an open for both",
            accepts = "NFS4ERR_OPENMODE for WRITE and SETATTR, NFS4_OK for READ; NFS4_OK",
            requirements = "9.1.2-R02",
            sections = "15.1.8.8",
            needs = Need.FILES,
            bugs = {"B-127", "B-126"})
    void accessModeOfLocks(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId reader = user.openAs("reader", READ);
        StateId lock =
                FileUser.lockStateId(
                        user.require(Ops.lock(reader, "one", LockType.READ_LT, 0, 10)));
        for (StateId each : List.of(lock, reader)) {
            for (ArgOp op :
                    List.of(Ops.write(each, 0, (byte) 1), new SetAttrArgs(each, Ops.size(3)))) {
                assertThatReply(user.call(op))
                        .because(op.op() + " under an open for reading")
                        .endsAt(FileUser.FIRST, NfsStatus.OPENMODE);
            }
            assertThatReply(user.call(Ops.read(each, 0, 1))).isOk();
        }
        StateId both = user.lock("two", LockType.WRITE_LT, 20, 10);
        assertThatReply(user.call(Ops.write(both, 20, (byte) 1), Ops.read(both, 20, 1))).isOk();
    }

    @Check(
            id = "STATE-036",
            rule = "I/O without an open of its own does not get by what others deny",
            sends =
                    "OPEN that denies reading and writing; WRITE and SETATTR of the size by another"
                            + " client with the anonymous and the READ bypass state id, READ with"
                            + " the anonymous one; all of it after CLOSE",
            accepts = "NFS4ERR_LOCKED; NFS4_OK after CLOSE",
            requirements = {"9.1.2-R01", "9.1.2-R04"},
            sections = {"8.2.3", "15.1.8.4"},
            needs = Need.FILES,
            bugs = {"B-124", "B-125"})
    void anonymousAccessToDeniedFile(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        assertThatReply(other.call(Ops.close(other.open()))).isOk();
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
        StateId denying =
                user.require(FileUser.open("denier", BOTH, OpenShare.DENY_BOTH))
                        .result(OpenResOk.class)
                        .stateId();
        List<ArgOp> uses =
                List.of(
                        Ops.write(StateId.ANONYMOUS, 0, (byte) 1),
                        Ops.write(StateId.READ_BYPASS, 0, (byte) 1),
                        new SetAttrArgs(StateId.ANONYMOUS, Ops.size(3)),
                        new SetAttrArgs(StateId.READ_BYPASS, Ops.size(3)),
                        Ops.read(StateId.ANONYMOUS, 0, 1));
        for (ArgOp op : uses) {
            assertThatReply(other.call(op))
                    .because("the file's open denies it")
                    .endsAt(FileUser.FIRST, NfsStatus.LOCKED);
        }
        assertThatReply(user.call(Ops.close(denying))).isOk();
        for (ArgOp op : uses) {
            assertThatReply(other.call(op)).because("nobody has the file open").isOk();
        }
    }

    @Check(
            id = "STATE-037",
            rule = "SETATTR of the size looks at its state id",
            sends =
                    "SETATTR of the size with an invented state id, with one that has been closed,"
                            + " with one of an open for reading; with one of an open for both",
            accepts = "NFS4ERR_BAD_STATEID twice, NFS4ERR_OPENMODE; NFS4_OK",
            requirements = "9.1.2-R02",
            sections = {"8.2.4", "8.2.6"},
            needs = Need.FILES,
            bugs = "B-126")
    void sizeNeedsItsStateId(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId closed = user.openAs("closed", BOTH);
        user.require(Ops.close(closed));
        StateId invented = new StateId(1, 0x0123_4567_89ab_cdefL, 7);
        for (StateId bad : List.of(invented, closed)) {
            assertThatReply(user.call(new SetAttrArgs(bad, Ops.size(7))))
                    .endsAt(FileUser.FIRST, NfsStatus.BAD_STATEID);
        }
        assertThatReply(user.call(new SetAttrArgs(user.openAs("reader", READ), Ops.size(7))))
                .endsAt(FileUser.FIRST, NfsStatus.OPENMODE);
        assertThatReply(user.call(new SetAttrArgs(user.open(), Ops.size(7)))).isOk();
    }
}
