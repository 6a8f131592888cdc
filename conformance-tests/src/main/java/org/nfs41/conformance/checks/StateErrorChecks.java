package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreatVerfAttr;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;

import java.time.Duration;
import java.util.List;

/** Errors of operations with state, one by one (RFC 8881 sections 15.1.5, 18.16, 18.18). */
final class StateErrorChecks {
    private static final String FILE = "file";
    private static final int READ = OpenShare.ACCESS_READ;
    private static final int WRITE = OpenShare.ACCESS_WRITE;
    private static final int BOTH = OpenShare.ACCESS_BOTH;
    private static final int NONE = OpenShare.DENY_NONE;

    /** How often within a lease, and for how many, what a lapsed lease holds is asked for. */
    private static final int PER_LEASE = 4;

    private static final int LEASES = 2;

    @Check(
            id = "STATE-038",
            rule = "OPEN_DOWNGRADE knows the same modes as OPEN",
            sends = "OPEN for both, OPEN_DOWNGRADE to share_access 0 and 4, to share_deny 4 and 8",
            accepts = "NFS4ERR_INVAL; CLOSE with the first state id succeeds",
            requirements = {"18.18.3-R01", "18.18.3-R02"},
            needs = Need.FILES,
            bugs = "B-134")
    void downgradeToUndefinedModes(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        for (int[] modes : new int[][] {{0, NONE}, {4, NONE}, {READ, 4}, {READ, 8}}) {
            assertThatReply(user.call(new OpenDowngradeArgs(user.open(), 0, modes[0], modes[1])))
                    .because("share_access " + modes[0] + ", share_deny " + modes[1])
                    .endsAt(FileUser.FIRST, NfsStatus.INVAL);
        }
        assertThatReply(user.call(Ops.close(user.open()))).isOk();
    }

    @Check(
            id = "STATE-039",
            rule = "OPEN_DOWNGRADE leaves what some of the OPENs were for, and nothing else",
            sends =
                    "OPEN for reading and OPEN for writing by one owner, OPEN_DOWNGRADE to reading;"
                        + " OPEN for both and OPEN for reading, OPEN_DOWNGRADE to writing; OPEN for"
                        + " reading, for writing, for reading, OPEN_DOWNGRADE to both; an OPEN of"
                        + " another owner that denies writing",
            accepts =
                    "NFS4_OK; NFS4ERR_INVAL; NFS4_OK; NFS4ERR_SHARE_DENIED for the last, NFS4_OK"
                            + " once the first is the only one",
            requirements = {"18.18.3-R03", "18.18.3-R05"},
            sections = "9.9",
            level = Level.SHOULD,
            needs = Need.FILES,
            bugs = "B-134")
    void downgradeToASubset(CheckContext cx) {
        FileUser user = FileUser.of(cx.newClient().connect(), cx.file(FILE));
        user.require(Ops.close(user.open()));
        StateId first = opened(user, "one", READ, WRITE);
        assertThatReply(user.call(downgrade(first, READ)))
                .because("reading was one of them")
                .isOk();
        StateId second = opened(user, "two", BOTH, READ);
        assertThatReply(user.call(downgrade(second, WRITE)))
                .because("no OPEN was for writing alone")
                .endsAt(FileUser.FIRST, NfsStatus.INVAL);
        StateId third = opened(user, "three", READ, WRITE, READ);
        assertThatReply(user.call(downgrade(third, BOTH))).because("the union of all").isOk();
        ArgOp denying = FileUser.open("denier", READ, OpenShare.DENY_WRITE);
        assertThatReply(user.call(denying))
                .because("two of them write")
                .endsAt(FileUser.FIRST, NfsStatus.SHARE_DENIED);
        user.require(Ops.close(second.withSeqid(0)));
        user.require(Ops.close(third.withSeqid(0)));
        assertThatReply(user.call(denying)).because("the first only reads now").isOk();
    }

    private static StateId opened(FileUser user, String owner, int... accesses) {
        StateId last = StateId.INVALID;
        for (int access : accesses) {
            last = user.openAs(owner, access);
        }
        return last;
    }

    private static OpenDowngradeArgs downgrade(StateId open, int access) {
        return new OpenDowngradeArgs(open.withSeqid(0), 0, access, NONE);
    }

    @Check(
            id = "STATE-040",
            rule = "State ids that are no delegations open no file",
            sends =
                    "OPEN with CLAIM_DELEGATE_CUR and CLAIM_DELEG_CUR_FH with an invented state id"
                            + " and with that of an open; OPEN with CLAIM_PREVIOUS",
            accepts =
                    "NFS4ERR_BAD_STATEID (NFS4ERR_INVAL, too); NFS4ERR_NO_GRACE or"
                            + " NFS4ERR_RECLAIM_BAD",
            sections = {"18.16.3", "8.2.4", "15.1.5.2"},
            needs = Need.FILES)
    void claimsWithoutDelegation(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId invented = new StateId(1, 0x0123_4567_89ab_cdefL, 7);
        for (StateId stateId : List.of(invented, user.open())) {
            OpenClaimDelegateCur current = new OpenClaimDelegateCur(stateId, Opaque.utf8(FILE));
            assertThatReply(
                            user.session()
                                    .compound(
                                            Ops.putFh(cx.directory()),
                                            open(new OpenClaim.DelegateCur(current))))
                    .endsAt(2, NfsStatus.BAD_STATEID, NfsStatus.INVAL);
            assertThatReply(user.call(open(new OpenClaim.DelegCurFh(stateId))))
                    .endsAt(2, NfsStatus.BAD_STATEID, NfsStatus.INVAL);
        }
        OpenClaim previous = new OpenClaim.Previous(OpenDelegationType.NONE);
        assertThatReply(user.call(open(previous)))
                .endsAt(2, NfsStatus.NO_GRACE, NfsStatus.RECLAIM_BAD);
    }

    private static OpenArgs open(OpenClaim claim) {
        return new OpenArgs(
                0,
                READ,
                NONE,
                new OpenOwner(0, Opaque.utf8("claimer")),
                new OpenFlag.NoCreate(),
                claim);
    }

    @Check(
            id = "STATE-041",
            rule = "Whatever uses a state id that was lost with a lease is told so",
            sends =
                    "OPEN that denies others to write, LOCK, silence for two and a half leases,"
                        + " OPEN of the file for writing by another client; READ, WRITE, SETATTR of"
                        + " the size, LOCK, LOCKU, OPEN_DOWNGRADE and CLOSE by the first",
            accepts =
                    "NFS4ERR_EXPIRED, NFS4ERR_BAD_STATEID or NFS4ERR_ADMIN_REVOKED from each; or"
                            + " NFS4ERR_BADSESSION",
            sections = {"8.4.3", "15.1.5.1", "15.1.5.4"},
            needs = {Need.FILES, Need.LEASE},
            bugs = "B-110")
    void everyUseOfWhatIsLost(CheckContext cx) {
        Duration lease = cx.leaseTime();
        FileUser user = FileUser.of(cx, FILE);
        user.require(Ops.close(user.open()));
        StateId open =
                user.require(FileUser.open("owner", BOTH, OpenShare.DENY_WRITE))
                        .result(OpenResOk.class)
                        .stateId();
        StateId lock =
                FileUser.lockStateId(
                        user.require(Ops.lock(open, "locker", LockType.WRITE_LT, 0, 1)));
        cx.pause(lease.multipliedBy(5).dividedBy(2), "the lease is to run out");
        takeOver(cx, user.file(), lease);
        for (ArgOp op :
                List.of(
                        Ops.read(open, 0, 1),
                        Ops.read(lock, 0, 1),
                        Ops.write(open, 0, (byte) 1),
                        new SetAttrArgs(open, Ops.size(0)),
                        Ops.lock(open, "another", LockType.WRITE_LT, 2, 1),
                        Ops.lock(lock, LockType.WRITE_LT, 2, 1),
                        Ops.unlock(lock, 0, 1),
                        new OpenDowngradeArgs(open, 0, READ, NONE),
                        Ops.close(open))) {
            Reply reply = user.call(op);
            if (reply.status().equals(NfsStatus.BADSESSION)) {
                cx.note("the session has ended with the lease");
                return;
            }
            assertThatReply(reply)
                    .because(op.op() + " with what is lost")
                    .endsAt(
                            FileUser.FIRST,
                            NfsStatus.EXPIRED,
                            NfsStatus.BAD_STATEID,
                            NfsStatus.ADMIN_REVOKED);
        }
    }

    private static void takeOver(CheckContext cx, FileHandle file, Duration lease) {
        NfsSession taker = cx.newClient().connect();
        ArgOp open = FileUser.open("taker", WRITE, NONE);
        Reply reply = taker.compound(Ops.putFh(file), open);
        for (int i = 0; i < LEASES * PER_LEASE && !reply.isOk(); i++) {
            assertThatReply(reply).hasStatus(NfsStatus.SHARE_DENIED, NfsStatus.DELAY);
            cx.pause(lease.dividedBy(PER_LEASE), "the server may take its time to revoke");
            reply = taker.compound(Ops.putFh(file), open);
        }
        assertThatReply(reply).because("the lease has run out long ago").isOk();
    }

    @Check(
            id = "STATE-042",
            rule = "FREE_STATEID looks at the seqid",
            sends =
                    "LOCK and LOCKU; FREE_STATEID with the seqid of LOCK, with one that is yet to"
                            + " come, and with the present one",
            accepts = "NFS4ERR_OLD_STATEID, NFS4ERR_BAD_STATEID, NFS4_OK",
            sections = {"8.2.2", "8.2.4", "18.38.3"},
            needs = Need.FILES,
            bugs = "B-187")
    void freeingByAnotherSeqid(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId lock = user.unlock(user.lock("owner", LockType.WRITE_LT, 0, 1), 0, 1);
        NfsSession session = user.session();
        assertThatReply(session.compound(Ops.freeStateId(lock.withSeqid(lock.seqid() - 1))))
                .endsAt(1, NfsStatus.OLD_STATEID);
        assertThatReply(session.compound(Ops.freeStateId(lock.withSeqid(lock.seqid() + 1))))
                .endsAt(1, NfsStatus.BAD_STATEID);
        assertThatReply(session.compound(Ops.freeStateId(lock))).isOk();
    }

    @Check(
            id = "LOCK-080",
            rule = "An exclusive creation that is sent again finds its own file",
            sends =
                    "OPEN with EXCLUSIVE4_1, mode 0444, for writing; the same on another slot; with"
                            + " another verifier; with a verifier of zeros where GUARDED4 has made"
                            + " the file",
            accepts =
                    "NFS4_OK and the same file; NFS4ERR_EXIST; NFS4ERR_EXIST; NFS4ERR_INVAL for all"
                            + " on a persistent session",
            sections = {"18.16.3", "18.16.4"},
            needs = Need.FILES,
            bugs = "B-141")
    void exclusiveCreationAgain(CheckContext cx) {
        NfsSession session = cx.session();
        long verifier = 0x1122_3344_5566_7788L;
        Reply first = exclusive(cx, 0, "exclusive", verifier);
        if (first.status().equals(NfsStatus.INVAL) || first.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("EXCLUSIVE4_1 is refused, as on persistent sessions");
        }
        assertThatReply(first).isOk();
        int slot = Math.min(1, session.slotCount() - 1);
        Reply again = exclusive(cx, slot, "exclusive", verifier);
        assertThatReply(again).because("the reply to the first may have been lost").isOk();
        FileHandle made = first.result(GetFhResOk.class).object();
        FileHandle found = again.result(GetFhResOk.class).object();
        if (!found.equals(made)) {
            throw new CheckFailure("file of the second OPEN", made.toString(), found.toString());
        }
        requireMode(session, made, 0444);
        assertThatReply(exclusive(cx, slot, "exclusive", verifier + 1))
                .because("another verifier")
                .endsAt(2, NfsStatus.EXIST);
        cx.file("guarded");
        assertThatReply(exclusive(cx, slot, "guarded", 0))
                .because("no exclusive OPEN made it")
                .endsAt(2, NfsStatus.EXIST);
    }

    private static Reply exclusive(CheckContext cx, int slot, String name, long verifier) {
        CreateHow how = new CreateHow.Exclusive41(new CreatVerfAttr(verifier, Ops.mode(0444)));
        return cx.session()
                .slot(slot)
                .compound(
                        Ops.putFh(cx.directory()),
                        Ops.open(
                                name,
                                "creator",
                                WRITE | OpenShare.ACCESS_WANT_NO_DELEG,
                                new OpenFlag.Create(how)),
                        Ops.getFh());
    }

    private static void requireMode(NfsSession session, FileHandle file, int mode) {
        GetAttrResOk got =
                session.require(Ops.putFh(file), Ops.getAttr(Attribute.MODE))
                        .result(GetAttrResOk.class);
        AttributeSet expected = AttributeSet.EMPTY.with(AttributeType.MODE, mode);
        if (!got.objAttributes().equals(expected.toFileAttributes())) {
            throw new CheckFailure(
                    "mode of the new file", expected.toString(), got.objAttributes().toString());
        }
    }
}
