package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;
import static org.nfs41.xdr.op.ExchangeIdFlags.UPD_CONFIRMED_REC_A;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

/** EXCHANGE_ID with EXCHGID4_FLAG_UPD_CONFIRMED_REC_A. */
final class ExchangeIdUpdateChecks {
    @Check(
            id = "CID-040",
            rule = "An update of a confirmed record by its own client succeeds and keeps it",
            sends = "EXCHANGE_ID with the update flag, same owner, verifier and user",
            accepts =
                    "NFS4_OK, the same client id, EXCHGID4_FLAG_CONFIRMED_R set and the update"
                            + " flag clear; the session goes on",
            requirements = {"18.35.3-R13", "18.35.3-R11"},
            sections = "18.35.4",
            bugs = "B-156")
    void updateOfAConfirmedRecord(CheckContext cx) {
        NfsClient client = cx.client();
        ExchangeIdResOk result = Handshake.exchange(client, UPD_CONFIRMED_REC_A);
        Handshake.requireClientId(client.clientId(), result);
        Handshake.requireConfirmed(true, result);
        Handshake.requireSame(
                "the update flag in eir_flags", 0, result.flags() & UPD_CONFIRMED_REC_A);
        Handshake.requireAlive(cx.session());
    }

    @Check(
            id = "CID-041",
            rule = "An update can be sent behind SEQUENCE",
            sends = "SEQUENCE, EXCHANGE_ID with the update flag, PUTROOTFH",
            accepts = "NFS4_OK for all of them, the same client id",
            requirements = "18.35.3-R13",
            sections = "18.35.3",
            bugs = {"B-051", "B-156"})
    void updateBehindSequence(CheckContext cx) {
        NfsClient client = cx.client();
        ExchangeIdArgs update = Ops.exchangeId(client.owner(), UPD_CONFIRMED_REC_A);
        Reply reply = cx.session().compound(update, Ops.putRootFh());
        assertThatReply(reply).isOk();
        Handshake.requireClientId(client.clientId(), reply.result(ExchangeIdResOk.class));
        Handshake.requireConfirmed(true, reply.result(ExchangeIdResOk.class));
    }

    @Check(
            id = "CID-042",
            rule = "An update without any record of the owner is refused",
            sends = "EXCHANGE_ID with the update flag for an owner that the server has never seen",
            accepts = "NFS4ERR_NOENT, and no record: the owner's first EXCHANGE_ID then succeeds",
            requirements = "18.35.3-R11",
            sections = "18.35.4")
    void updateOfAnUnknownOwner(CheckContext cx) {
        NfsClient client = cx.newClient();
        assertThatReply(client.call(Ops.exchangeId(client.owner(), UPD_CONFIRMED_REC_A)))
                .endsAt(0, NfsStatus.NOENT);
        Handshake.requireConfirmed(false, client.identity());
        Handshake.requireAlive(client.connect());
    }

    @Check(
            id = "CID-043",
            rule = "An update of a record that is not confirmed is refused and leaves it intact",
            sends = "EXCHANGE_ID, the same with the update flag, CREATE_SESSION",
            accepts = "NFS4ERR_NOENT for the update; CREATE_SESSION confirms the first client id",
            sections = "18.35.4")
    void updateOfAnUnconfirmedRecord(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.identity();
        assertThatReply(client.call(Ops.exchangeId(client.owner(), UPD_CONFIRMED_REC_A)))
                .endsAt(0, NfsStatus.NOENT);
        Handshake.requireAlive(client.connect());
    }

    @Check(
            id = "CID-044",
            rule = "An update with another verifier is refused and leaves the record intact",
            sends = "EXCHANGE_ID with the update flag and another verifier",
            accepts = "NFS4ERR_NOT_SAME; session and confirmed record stay",
            sections = "18.35.4",
            bugs = "B-027")
    void updateWithAnotherVerifier(CheckContext cx) {
        NfsClient client = cx.client();
        assertThatReply(client.call(updateOfAnotherIncarnation(client)))
                .endsAt(0, NfsStatus.NOT_SAME);
        Handshake.requireAlive(cx.session());
        Handshake.requireRecordIntact(client);
    }

    @Check(
            id = "CID-045",
            rule = "An update by another user is refused and leaves the record intact",
            sends = "EXCHANGE_ID with the update flag and the right verifier as another user",
            accepts = "NFS4ERR_PERM; session and confirmed record stay",
            sections = "18.35.4",
            needs = Need.USERS,
            bugs = "B-027")
    void updateByAnotherUser(CheckContext cx) {
        NfsClient client = cx.client();
        ExchangeIdArgs update = Ops.exchangeId(client.owner(), UPD_CONFIRMED_REC_A);
        assertThatReply(asSecondUser(cx, update)).endsAt(0, NfsStatus.PERM);
        Handshake.requireAlive(cx.session());
        Handshake.requireRecordIntact(client);
    }

    @Check(
            id = "CID-046",
            rule = "An update with another verifier by another user is refused for one of both",
            sends = "EXCHANGE_ID with the update flag and another verifier as another user",
            accepts = "NFS4ERR_NOT_SAME or NFS4ERR_PERM; session and confirmed record stay",
            sections = "18.35.4",
            needs = Need.USERS,
            bugs = "B-027")
    void updateWithAnotherVerifierByAnotherUser(CheckContext cx) {
        NfsClient client = cx.client();
        assertThatReply(asSecondUser(cx, updateOfAnotherIncarnation(client)))
                .endsAt(0, NfsStatus.NOT_SAME, NfsStatus.PERM);
        Handshake.requireAlive(cx.session());
        Handshake.requireRecordIntact(client);
    }

    private static ExchangeIdArgs updateOfAnotherIncarnation(NfsClient client) {
        ClientOwner owner = client.owner();
        ClientOwner other = new ClientOwner(owner.verifier() + 1, owner.ownerId());
        return Ops.exchangeId(other, UPD_CONFIRMED_REC_A);
    }

    private static Reply asSecondUser(CheckContext cx, ExchangeIdArgs update) {
        return cx.client().connection().send(Compound.of(update), cx.secondUser()).await();
    }
}
