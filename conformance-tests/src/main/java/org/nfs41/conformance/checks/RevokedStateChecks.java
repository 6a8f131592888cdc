package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.time.Duration;
import java.util.List;

/**
 * What a client is told that comes back after its lease has lapsed (RFC 8881 sections 8.4.3, 8.5,
 * 18.38 and 18.48). A server may end the client, revoke all, some or nothing: the checks pass with
 * each, but not with silence.
 */
final class RevokedStateChecks {
    private static final String WANTED = "wanted";
    private static final String UNWANTED = "unwanted";

    private static final int LOSSES =
            SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED;

    /**
     * How often, and for how many leases, an OPEN is tried that a lapsed lease is in the way of.
     */
    private static final int PER_LEASE = 4;

    private static final int LEASES = 2;

    @Check(
            id = "LEASE-040",
            rule =
                    "A client that comes back after its lease has lapsed finds its state, or is"
                            + " told that it is lost",
            sends =
                    "OPEN that denies others to write; silence for two and a half leases, in which"
                            + " nobody wants the file; TEST_STATEID and CLOSE",
            accepts =
                    "NFS4ERR_BADSESSION; or the state id is good, CLOSE succeeds and no flag tells"
                            + " of a loss; or a flag tells of it, the state id has expired and"
                            + " CLOSE fails",
            requirements = "18.46.3-R14",
            sections = {"8.3", "8.4.3", "18.48.3"},
            needs = {Need.FILES, Need.LEASE})
    void lapsedClientWithoutAConflictFindsItsStateOrIsTold(CheckContext cx) {
        Duration lease = cx.leaseTime();
        cx.file(UNWANTED);
        NfsSession holder = cx.newClient().connect();
        StateId held = openDenyingWrites(cx, holder, UNWANTED);
        beSilent(cx, lease);
        Reply late = holder.compound(new TestStateIdArgs(List.of(held)));
        if (late.status().equals(NfsStatus.BADSESSION)) {
            cx.note("the session has ended with the lease");
            return;
        }
        assertThatReply(late).isOk();
        boolean told = (flags(late) & LOSSES) != 0;
        NfsStatus status = late.result(TestStateIdResOk.class).statusCodes().getFirst();
        if (told) {
            requireLost(cx, status);
        } else {
            require("state id, of whose loss no flag tells", NfsStatus.OK, status);
        }
        Reply closed = holder.compound(onFile(cx, UNWANTED, Ops.close(held)));
        if (told) {
            assertThatReply(closed)
                    .because("the state id is lost")
                    .endsAt(3, NfsStatus.EXPIRED, NfsStatus.BAD_STATEID);
        } else {
            assertThatReply(closed).because("the state id is good").isOk();
        }
    }

    @Check(
            id = "LEASE-041",
            rule =
                    "A client whose state was given to another is told so by a flag, until it has"
                            + " freed every state id that it lost",
            sends =
                    "OPEN of two files that denies others to write; silence for two and a half"
                            + " leases; OPEN of one file for writing by another client; then of the"
                            + " first client TEST_STATEID, READ, FREE_STATEID, TEST_STATEID",
            accepts =
                    "NFS4_OK for the other client, after NFS4ERR_DELAY and NFS4ERR_SHARE_DENIED for"
                            + " two more leases at most; then NFS4ERR_BADSESSION; or a flag in each"
                            + " reply that tells of the loss, NFS4ERR_EXPIRED for each use of what"
                            + " is lost, NFS4_OK for FREE_STATEID, after the last of which there is"
                            + " no flag and the state ids are bad",
            requirements = "8.4.3-R01",
            sections = {"8.5", "18.38.3", "18.46.3", "18.48.3"},
            needs = {Need.FILES, Need.LEASE},
            bugs = "B-110")
    void stateLostToAConflictIsToldUntilItIsFreed(CheckContext cx) {
        // Asked for at once: the session that it is asked in will have lapsed as well.
        Duration lease = cx.leaseTime();
        cx.file(WANTED);
        cx.file(UNWANTED);
        NfsSession holder = cx.newClient().connect();
        StateId lost = openDenyingWrites(cx, holder, WANTED);
        StateId other = openDenyingWrites(cx, holder, UNWANTED);
        beSilent(cx, lease);
        requireTaken(cx, lease);
        Reply late = holder.compound(new TestStateIdArgs(List.of(lost, other)));
        if (late.status().equals(NfsStatus.BADSESSION)) {
            cx.note("the session has ended with the lease");
            return;
        }
        assertThatReply(late).isOk();
        requireLossTold(late, "the reply to the first request");
        List<NfsStatus> statuses = late.result(TestStateIdResOk.class).statusCodes();
        requireLost(cx, statuses.getFirst());
        boolean kept = statuses.getLast().equals(NfsStatus.OK);
        if (kept) {
            requireNotAll(late);
        } else {
            requireLost(cx, statuses.getLast());
        }
        Reply read = holder.compound(onFile(cx, WANTED, Ops.read(lost, 0, 1)));
        assertThatReply(read)
                .because("the state id is lost")
                .endsAt(3, NfsStatus.EXPIRED, NfsStatus.BAD_STATEID);
        requireLossTold(read, "the reply to READ");
        acknowledge(holder, lost, statuses.getFirst());
        if (!kept) {
            requireLossTold(holder.require(Ops.putRootFh()), "a reply before the last is freed");
            acknowledge(holder, other, statuses.getLast());
        }
        Reply after = holder.compound(new TestStateIdArgs(List.of(lost, other)));
        assertThatReply(after).isOk();
        require("sr_status_flags after the last state id is freed", 0, flags(after) & LOSSES);
        List<NfsStatus> now = after.result(TestStateIdResOk.class).statusCodes();
        require("state id that was freed", NfsStatus.BAD_STATEID, now.getFirst());
        NfsStatus expected = kept ? NfsStatus.OK : NfsStatus.BAD_STATEID;
        require("state id of the other file", expected, now.getLast());
    }

    /** A state id that a server has already forgotten cannot be freed. */
    private static void acknowledge(NfsSession holder, StateId stateId, NfsStatus tested) {
        Reply freed = holder.compound(new FreeStateIdArgs(stateId));
        if (tested.equals(NfsStatus.BAD_STATEID)) {
            assertThatReply(freed).endsAt(1, NfsStatus.BAD_STATEID);
        } else {
            assertThatReply(freed).because("the state has been revoked").isOk();
        }
    }

    private static void beSilent(CheckContext cx, Duration lease) {
        cx.pause(lease.multipliedBy(5).dividedBy(2), "the lease is to run out");
    }

    /** Another client gets what the lapsed lease stood for. */
    private static void requireTaken(CheckContext cx, Duration lease) {
        Duration pause = lease.dividedBy(PER_LEASE);
        NfsSession taker = cx.newClient().connect();
        OpenArgs open = open(WANTED, OpenShare.ACCESS_WRITE, OpenShare.DENY_NONE);
        Reply reply = taker.compound(Ops.putFh(cx.directory()), open);
        for (int i = 0; i < LEASES * PER_LEASE && !reply.isOk(); i++) {
            assertThatReply(reply).hasStatus(NfsStatus.SHARE_DENIED, NfsStatus.DELAY);
            cx.pause(pause, "the server may take its time to revoke");
            reply = taker.compound(Ops.putFh(cx.directory()), open);
        }
        assertThatReply(reply).because("the lease has run out long ago").isOk();
    }

    private static void requireLossTold(Reply reply, String where) {
        if ((flags(reply) & LOSSES) == 0) {
            throw new CheckFailure(
                    "sr_status_flags in " + where + " of a client that has lost state",
                    "SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED or SOME",
                    "0x" + Integer.toHexString(flags(reply)));
        }
    }

    private static void requireNotAll(Reply reply) {
        if ((flags(reply) & SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED) != 0) {
            throw new CheckFailure(
                    "sr_status_flags of a client that has a good state id",
                    "SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED",
                    "SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED");
        }
    }

    private static void requireLost(CheckContext cx, NfsStatus status) {
        if (status.equals(NfsStatus.BAD_STATEID)) {
            cx.warn("a state id that was lost with the lease is answered NFS4ERR_BAD_STATEID");
        } else {
            require("state id that was lost with the lease", NfsStatus.EXPIRED, status);
        }
    }

    private static void require(String what, NfsStatus expected, NfsStatus actual) {
        if (!actual.equals(expected)) {
            throw new CheckFailure(what, Describe.status(expected), Describe.status(actual));
        }
    }

    private static void require(String what, int expected, int actual) {
        if (actual != expected) {
            throw new CheckFailure(
                    what, Integer.toHexString(expected), Integer.toHexString(actual));
        }
    }

    private static int flags(Reply reply) {
        return reply.result(0, SequenceResOk.class).statusFlags();
    }

    private static StateId openDenyingWrites(CheckContext cx, NfsSession session, String name) {
        OpenArgs open = open(name, OpenShare.ACCESS_READ, OpenShare.DENY_WRITE);
        Reply reply = session.compound(Ops.putFh(cx.directory()), open);
        assertThatReply(reply).because("nobody else has the file open").isOk();
        return reply.result(OpenResOk.class).stateId();
    }

    private static ArgOp[] onFile(CheckContext cx, String name, ArgOp op) {
        return new ArgOp[] {Ops.putFh(cx.directory()), Ops.lookup(name), op};
    }

    private static OpenArgs open(String name, int access, int deny) {
        return new OpenArgs(
                0,
                access | OpenShare.ACCESS_WANT_NO_DELEG,
                deny,
                new OpenOwner(0, Opaque.utf8("owner")),
                new OpenFlag.NoCreate(),
                new OpenClaim.Null(Opaque.utf8(name)));
    }
}
