package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which SEQUENCEs renew the lease (RFC 8881 sections 8.3 and 18.46.3). */
final class SequenceLeaseChecks {
    /** How often a lease is renewed, or is tried to be. */
    private static final int PER_LEASE = 4;

    private static final int LEASES = 2;
    private static final int WRONG_SEQUENCE_ID = 77;

    /** So many operations are still sent to see what is said when there is one more. */
    private static final int MANY = 1024;

    private static final String NAME = "denied";

    @Check(
            id = "SEQ-056",
            rule = "SEQUENCE alone keeps a client's state for as long as it comes in time",
            sends =
                    "OPEN that denies others to write; SEQUENCE alone four times in each of two"
                            + " leases; OPEN for writing by another client; CLOSE",
            accepts = "NFS4ERR_SHARE_DENIED for the other client, NFS4_OK for CLOSE",
            requirements = {"18.46.3-R14", "8.3-R01"},
            sections = "8.3",
            needs = {Need.FILES, Need.LEASE})
    void leaseIsRenewedBySequenceAlone(CheckContext cx) {
        Duration lease = cx.leaseTime();
        cx.file(NAME);
        NfsSession holder = cx.newClient().connect();
        StateId held = openDenyingWrites(cx, holder);
        for (int i = 0; i < LEASES * PER_LEASE; i++) {
            cx.pause(lease.dividedBy(PER_LEASE), "SEQUENCE alone is to renew the lease");
            assertThatReply(holder.compound()).isOk();
        }
        requireStillHeld(cx, holder, held);
    }

    @Check(
            id = "SEQ-057",
            rule = "An answer from the reply cache renews the lease, too",
            sends =
                    "OPEN that denies others to write and a cached PUTROOTFH; nothing but retries"
                            + " of the latter, four times in each of two leases; OPEN for writing"
                            + " by another client; CLOSE",
            accepts =
                    "The kept reply each time, NFS4ERR_SHARE_DENIED for the other client, NFS4_OK"
                            + " for CLOSE",
            requirements = {"18.46.3-R14", "8.3-R01"},
            sections = "8.3",
            needs = {Need.FILES, Need.LEASE},
            bugs = "B-150")
    void leaseIsRenewedByRetries(CheckContext cx) {
        Duration lease = cx.leaseTime();
        cx.file(NAME);
        NfsSession holder = cx.newClient().connect();
        StateId held = openDenyingWrites(cx, holder);
        NfsConnection connection = holder.client().connection();
        Exchange kept = holder.slot(0).start(connection, true, Ops.putRootFh());
        assertThatReply(kept.await()).isOk();
        for (int i = 0; i < LEASES * PER_LEASE; i++) {
            cx.pause(lease.dividedBy(PER_LEASE), "a retry is to renew the lease");
            assertThatReply(connection.retry(kept).await()).repeatsExactly(kept.await());
        }
        requireStillHeld(cx, holder, held);
    }

    @Check(
            id = "SEQ-100",
            rule = "A lease and a session last as long as lease_time says, from the last SEQUENCE",
            sends =
                    "OPEN that denies others to write; three times silence for three quarters of a"
                            + " lease, then SEQUENCE alone; OPEN for writing by another client;"
                            + " CLOSE",
            accepts =
                    "NFS4_OK each time, NFS4ERR_SHARE_DENIED for the other client, NFS4_OK for"
                            + " CLOSE",
            requirements = {"2.10.12-R02", "2.10.12-R04", "8.3-R04"},
            needs = {Need.FILES, Need.LEASE})
    void sessionRestsForMostOfALease(CheckContext cx) {
        Duration rest = cx.leaseTime().multipliedBy(3).dividedBy(4);
        cx.file(NAME);
        NfsSession holder = cx.newClient().connect();
        StateId held = openDenyingWrites(cx, holder);
        for (int i = 0; i < 3; i++) {
            cx.pause(rest, "shorter than the lease");
            assertThatReply(holder.compound()).because("the lease has not run out").isOk();
        }
        requireStillHeld(cx, holder, held);
    }

    /** The client's open is in force: for another client, and for itself. */
    private static void requireStillHeld(CheckContext cx, NfsSession holder, StateId held) {
        NfsSession other = cx.newClient().connect();
        assertThatReply(other.compound(openForWriting(cx)))
                .because("the first client has renewed its lease in time")
                .endsAt(2, NfsStatus.SHARE_DENIED);
        assertThatReply(holder.compound(openedFile(cx, Ops.close(held))))
                .because("the lease was renewed in time")
                .isOk();
    }

    @Check(
            id = "SEQ-058",
            rule = "A SEQUENCE that fails does not renew the lease",
            sends =
                    "OPEN that denies others to write; for more than two leases nothing but"
                            + " SEQUENCEs that fail: a slot that does not exist, a misordered"
                            + " sequence id, too many operations; OPEN for writing by another"
                            + " client",
            accepts =
                    "NFS4_OK for the other client, NFS4ERR_DELAY and NFS4ERR_SHARE_DENIED for two"
                            + " more leases at most",
            requirements = "18.46.3-R13",
            sections = "8.3",
            needs = {Need.FILES, Need.LEASE},
            bugs = "B-009")
    void leaseIsNotRenewedByFailingSequences(CheckContext cx) {
        Duration lease = cx.leaseTime();
        cx.file(NAME);
        NfsSession holder = cx.newClient().connect();
        openDenyingWrites(cx, holder);
        NfsSession other = cx.newClient().connect();
        List<Compound> failing = failing(holder);
        Duration pause = lease.dividedBy(PER_LEASE);
        boolean taken = false;
        for (int i = 0; i < 2 * LEASES * PER_LEASE && !taken; i++) {
            cx.pause(pause, "failing SEQUENCEs are not to renew the lease");
            sendFailing(holder, failing.get(i % failing.size()));
            assertThatReply(other.compound()).because("the other client is alive").isOk();
            taken = i >= LEASES * PER_LEASE && isTaken(other.compound(openForWriting(cx)));
        }
        if (!taken) {
            throw new CheckFailure(
                    "OPEN by another client after " + 2 * LEASES + " leases without a SEQUENCE",
                    "NFS4_OK",
                    "NFS4ERR_SHARE_DENIED or NFS4ERR_DELAY");
        }
    }

    private static boolean isTaken(Reply reply) {
        assertThatReply(reply).hasStatus(NfsStatus.OK, NfsStatus.SHARE_DENIED, NfsStatus.DELAY);
        return reply.isOk();
    }

    /**
     * SEQUENCEs that fail while the session is there: a slot that does not exist, a wrong sequence
     * id, and more operations than are allowed where that is an error of SEQUENCE.
     */
    private static List<Compound> failing(NfsSession session) {
        int slots = session.slotCount();
        List<Compound> all = new ArrayList<>();
        all.add(
                session.request(
                        new SequenceArgs(session.id(), 1, slots, slots - 1, false),
                        Ops.putRootFh()));
        all.add(session.request(session.sequence(0, WRONG_SEQUENCE_ID), Ops.putRootFh()));
        int operations = session.foreChannel().maxOperations();
        if (operations > 0 && operations <= MANY) {
            ArgOp[] tooMany = new ArgOp[operations];
            Arrays.fill(tooMany, Ops.putRootFh());
            Compound request = session.request(session.slot(0).next(false), tooMany);
            if (session.client().connection().call(request).sequenceSucceeded()) {
                session.slot(0).advance();
            } else {
                all.add(request);
            }
        }
        return all;
    }

    private static void sendFailing(NfsSession session, Compound request) {
        Reply reply = session.client().connection().call(request);
        if (reply.sequenceSucceeded()) {
            throw new CheckFailure(
                    "SEQUENCE that has to fail", "an error", Describe.status(reply.status()));
        }
    }

    @Check(
            id = "SEQ-059",
            rule = "SEQUENCE of a client whose lease has run out has an error that it may have",
            sends =
                    "OPEN that denies others to write; silence for more than two leases; OPEN for"
                            + " writing by another client; SEQUENCE of the first, then EXCHANGE_ID,"
                            + " CREATE_SESSION and SEQUENCE",
            accepts =
                    "NFS4_OK for the other client, after NFS4ERR_DELAY and NFS4ERR_SHARE_DENIED for"
                            + " two more leases at most; then NFS4_OK with a flag that tells of the"
                            + " loss, or NFS4ERR_BADSESSION; then NFS4_OK three times",
            requirements = "18.46.3-R14",
            sections = {"15.2", "8.3", "8.4.3"},
            needs = {Need.FILES, Need.LEASE},
            bugs = {"B-024", "B-034", "B-186"})
    void sequenceAfterTheLeaseHasRunOut(CheckContext cx) {
        Duration lease = cx.leaseTime();
        cx.file(NAME);
        NfsSession holder = cx.newClient().connect();
        openDenyingWrites(cx, holder);
        cx.pause(lease.multipliedBy(5).dividedBy(2), "the lease is to run out");
        NfsSession other = cx.newClient().connect();
        boolean taken = isTaken(other.compound(openForWriting(cx)));
        for (int i = 0; i < LEASES * PER_LEASE && !taken; i++) {
            cx.pause(lease.dividedBy(PER_LEASE), "the server may take its time to revoke");
            taken = isTaken(other.compound(openForWriting(cx)));
        }
        if (!taken) {
            throw new CheckFailure(
                    "OPEN by another client long after the lease has run out",
                    "NFS4_OK",
                    "NFS4ERR_SHARE_DENIED or NFS4ERR_DELAY");
        }
        Reply late = holder.compound(Ops.putRootFh());
        assertThatReply(late).hasStatus(NfsStatus.OK, NfsStatus.BADSESSION);
        if (late.isOk()) {
            requireLossTold(late);
        }
        requireRecovery(holder.client());
    }

    private static void requireLossTold(Reply late) {
        int flags = late.result(0, SequenceResOk.class).statusFlags();
        int losses =
                SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                        | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED;
        if ((flags & losses) == 0) {
            throw new CheckFailure(
                    "sr_status_flags of a client whose open was given to another",
                    "SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED or SOME",
                    "0x" + Integer.toHexString(flags));
        }
    }

    /** A client that asks for its client id anew can work, in one go. */
    private static void requireRecovery(NfsClient client) {
        int sequence = client.createSequence();
        long known = client.clientId();
        Reply reply = client.call(client.exchangeIdArgs());
        assertThatReply(reply).because("the client starts over").isOk();
        ExchangeIdResOk again = reply.result(0, ExchangeIdResOk.class);
        // of a confirmed client id the sequence id is not told anew (18.35.4)
        if (again.clientId() != known || (again.flags() & ExchangeIdFlags.CONFIRMED_R) == 0) {
            client.adopt(again);
            sequence = again.sequenceId();
        }
        CreateSessionArgs create = Ops.createSession(again.clientId(), sequence);
        NfsSession session = client.createSession(args -> create);
        assertThatReply(session.compound(Ops.putRootFh())).isOk();
    }

    private static StateId openDenyingWrites(CheckContext cx, NfsSession session) {
        OpenArgs open = open(OpenShare.ACCESS_READ, OpenShare.DENY_WRITE);
        Reply reply = session.compound(Ops.putFh(cx.directory()), open);
        assertThatReply(reply).because("nobody else has the file open").isOk();
        return reply.result(OpenResOk.class).stateId();
    }

    private static ArgOp[] openForWriting(CheckContext cx) {
        return new ArgOp[] {
            Ops.putFh(cx.directory()), open(OpenShare.ACCESS_WRITE, OpenShare.DENY_NONE)
        };
    }

    private static ArgOp[] openedFile(CheckContext cx, ArgOp op) {
        return new ArgOp[] {Ops.putFh(cx.directory()), Ops.lookup(NAME), op};
    }

    private static OpenArgs open(int access, int deny) {
        return new OpenArgs(
                0,
                access | OpenShare.ACCESS_WANT_NO_DELEG,
                deny,
                new OpenOwner(0, Opaque.utf8("owner")),
                new OpenFlag.NoCreate(),
                new OpenClaim.Null(Opaque.utf8(NAME)));
    }
}
