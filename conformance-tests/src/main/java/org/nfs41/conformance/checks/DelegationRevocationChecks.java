package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.time.Duration;
import java.time.Instant;

/** What becomes of a delegation that is not returned (RFC 8881 sections 8.5, 10.4.5 and 18.38). */
final class DelegationRevocationChecks {
    static final String FILE = "file";
    private static final int STEPS_OF_A_LEASE = 8;
    private static final int LEASES = 3;

    @Check(
            id = "DELEG-160",
            rule =
                    "A recalled delegation is revoked after about a lease, not at once and not"
                            + " never",
            sends =
                    "CB_RECALL is answered with NFS4_OK, but DELEGRETURN does not follow; the"
                            + " holder renews its lease; the other client asks again and again",
            accepts =
                    "NFS4ERR_DELAY for at least a quarter of a lease, then NFS4_OK within three"
                            + " leases",
            requirements = "10.4.5-R01",
            sections = "10.2",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE},
            bugs = "B-092")
    void revokedAfterAboutALease(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        Instant begin = Instant.now();
        revoke(cx, holder, lease);
        Duration took = Duration.between(begin, Instant.now());
        Handshake.require(
                took.compareTo(lease.dividedBy(4)) >= 0,
                "time until the other client had the file",
                "at least a quarter of the lease of " + lease.toSeconds() + " s",
                took.toMillis() + " ms");
    }

    /** Has another client get the file while the holder renews its lease, but returns nothing. */
    static void revoke(CheckContext cx, DelegationHolder holder, Duration lease) {
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        Reply reply = rival.outcome(Duration.ZERO);
        for (int i = 0; i < LEASES * STEPS_OF_A_LEASE && delayed(reply); i++) {
            cx.pause(lease.dividedBy(STEPS_OF_A_LEASE), "the delegation is not returned");
            assertThatReply(holder.session().compound()).because("the lease is renewed").isOk();
            reply = rival.again();
        }
        assertThatReply(reply).because("the delegation was not returned in three leases").isOk();
    }

    private static boolean delayed(Reply reply) {
        return reply.status().equals(NfsStatus.DELAY);
    }

    @Check(
            id = "DELEG-161",
            rule = "The holder is told of a revoked delegation until it has freed its state id",
            sends =
                    "A recalled delegation is not returned until the other client has the file; two"
                            + " SEQUENCEs; READ, TEST_STATEID and DELEGRETURN with it;"
                            + " FREE_STATEID; more SEQUENCEs",
            accepts =
                    "SEQ4_STATUS_RECALLABLE_STATE_REVOKED in each SEQUENCE until FREE_STATEID, not"
                            + " after it; NFS4ERR_DELEG_REVOKED for the state id, and"
                            + " NFS4ERR_BAD_STATEID after FREE_STATEID",
            sections = {"8.2.4", "8.5", "10.4.5", "18.38.3", "18.46.3", "18.48.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE},
            bugs = "B-091")
    void holderIsToldOfTheRevocation(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1);
        NfsSession session = holder.session();
        StateId lost = holder.delegation();
        revoke(cx, holder, lease);
        requireFlag(true, session.compound());
        requireFlag(true, session.compound(Ops.putRootFh()));
        assertThatReply(holder.call(Ops.read(lost, 0, 16)))
                .because("the delegation was revoked")
                .endsAt(2, NfsStatus.DELEG_REVOKED);
        holder.requireState("after the revocation", NfsStatus.DELEG_REVOKED);
        Reply returned = holder.call(new DelegReturnArgs(lost));
        assertThatReply(returned)
                .because("the delegation was revoked")
                .endsAt(2, NfsStatus.DELEG_REVOKED);
        requireFlag(true, session.compound());
        assertThatReply(session.compound(Ops.freeStateId(lost)))
                .because("the loss is acknowledged")
                .isOk();
        requireFlag(false, session.compound());
        requireFlag(false, session.compound());
        holder.requireState("after FREE_STATEID", NfsStatus.BAD_STATEID);
    }

    private static void requireFlag(boolean expected, Reply reply) {
        assertThatReply(reply).isOk();
        int flags = reply.result(SequenceResOk.class).statusFlags();
        Handshake.requireSame(
                "SEQ4_STATUS_RECALLABLE_STATE_REVOKED",
                expected,
                (flags & SequenceStatusFlags.RECALLABLE_STATE_REVOKED) != 0);
    }

    @Check(
            id = "DELEG-162",
            rule = "A delegation whose holder is gone stops blocking others when its lease is over",
            sends =
                    "The holder's connection is cut and it never comes back; two leases later OPEN"
                            + " for writing by another client",
            accepts = "NFS4_OK within two more leases",
            sections = {"8.3", "8.4.1", "10.4.5"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE},
            bugs = "B-181")
    void holderIsGone(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        NfsSession other = cx.newClient().connect();
        holder.session().client().connection().cut();
        for (int i = 0; i < 2 * STEPS_OF_A_LEASE; i++) {
            cx.pause(lease.dividedBy(STEPS_OF_A_LEASE), "the holder's lease is to lapse");
            assertThatReply(other.compound()).isOk();
        }
        Reply reply = Rival.wantsToWrite(cx, other, FILE).outcome(lease.multipliedBy(2));
        assertThatReply(reply).because("the holder's lease has lapsed").isOk();
    }

    @Check(
            id = "DELEG-163",
            rule = "A holder that is busy returning its delegation is not cut short",
            sends =
                    "CB_RECALL; READs with the delegation for half a lease; DELEGRETURN; the other"
                            + " client asks again and again",
            accepts = "NFS4_OK for the holder each time; NFS4_OK for the other client in the end",
            sections = {"10.4.4", "10.4.5"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE},
            bugs = "B-092")
    void holderThatIsSlowKeepsItsDelegation(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1);
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        for (int i = 0; i < STEPS_OF_A_LEASE / 2; i++) {
            assertThatReply(holder.call(Ops.read(holder.delegation(), 0, 16)))
                    .because("half a lease has not passed since CB_RECALL")
                    .isOk();
            cx.pause(lease.dividedBy(STEPS_OF_A_LEASE), "the holder has much to do");
        }
        holder.giveBack();
        rival.requireThrough();
    }
}
