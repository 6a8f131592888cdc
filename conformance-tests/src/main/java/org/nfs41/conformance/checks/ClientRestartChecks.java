package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;

/** What a restarted client gets, and what becomes of its former incarnation. */
final class ClientRestartChecks {
    @Check(
            id = "CID-020",
            rule = "A new incarnation gets another client id, which is not confirmed yet",
            sends = "EXCHANGE_ID of a confirmed client's owner with another verifier",
            accepts = "NFS4_OK, another client id, no EXCHGID4_FLAG_CONFIRMED_R",
            requirements = "18.35.3-R03",
            sections = "18.35.4",
            bugs = "B-030")
    void exchangeIdOfARestartedClient(CheckContext cx) {
        NfsClient old = cx.client();
        ExchangeIdResOk result = cx.restarted(old).identity();
        Handshake.requireOtherClientId(old.clientId(), result);
        Handshake.requireConfirmed(false, result);
    }

    @Check(
            id = "CID-021",
            rule =
                    "What the former incarnation had stays until the new one is confirmed by"
                            + " CREATE_SESSION",
            sends =
                    "EXCHANGE_ID of a restarted client without CREATE_SESSION, then SEQUENCE on"
                            + " the old session and OPEN by another client of a file that the old"
                            + " incarnation denies",
            accepts = "NFS4_OK on the old session, NFS4ERR_SHARE_DENIED for the other client",
            sections = {"18.35.4", "2.4.3"},
            needs = Need.FILES,
            bugs = "B-030")
    void oldStateBeforeTheRestartedClientIsConfirmed(CheckContext cx) {
        cx.file("held");
        Handshake.openAlone(cx, cx.session(), "held");
        cx.restarted(cx.client()).identity();

        Handshake.requireAlive(cx.session());
        assertThatReply(Handshake.openToo(cx, cx.newClient().mainSession(), "held"))
                .because("the new incarnation is not confirmed")
                .endsAt(2, NfsStatus.SHARE_DENIED);
    }

    @Check(
            id = "CID-022",
            rule = "Confirming a new incarnation ends the sessions and the client id of the former",
            sends =
                    "EXCHANGE_ID and CREATE_SESSION of a restarted client, then SEQUENCE on the"
                            + " old session and CREATE_SESSION with the old client id",
            accepts = "NFS4ERR_BADSESSION and NFS4ERR_STALE_CLIENTID",
            sections = {"18.35.4", "18.36.4", "2.4.3"},
            bugs = "B-031")
    void oldSessionsAfterTheRestartedClientIsConfirmed(CheckContext cx) {
        NfsClient old = cx.client();
        NfsSession second = cx.newSession();
        NfsSession fresh = cx.restarted(old).connect();

        Handshake.requireGone(cx.session());
        Handshake.requireGone(second);
        assertThatReply(old.call(old.createSessionArgs())).endsAt(0, NfsStatus.STALE_CLIENTID);
        Handshake.requireAlive(fresh);
    }

    @Check(
            id = "CID-023",
            rule =
                    "Share reservations of the former incarnation are released as soon as the new"
                            + " one is confirmed",
            sends =
                    "EXCHANGE_ID and CREATE_SESSION of a restarted client, then OPEN by another"
                            + " client of a file that the old incarnation denied",
            accepts = "NFS4_OK without waiting for a lease; NFS4ERR_DELAY for a moment",
            sections = {"18.35.4", "2.4.3"},
            needs = Need.FILES,
            bugs = "B-031")
    void oldShareReservationsAfterTheRestartedClientIsConfirmed(CheckContext cx) {
        cx.file("held");
        Handshake.openAlone(cx, cx.session(), "held");
        NfsSession other = cx.newClient().mainSession();
        assertThatReply(Handshake.openToo(cx, other, "held"))
                .because("the file is denied before the restart")
                .endsAt(2, NfsStatus.SHARE_DENIED);
        cx.restarted(cx.client()).connect();

        assertThatReply(Handshake.openToo(cx, other, "held"))
                .because("the incarnation that denied it is gone")
                .isOk();
    }

    @Check(
            id = "CID-024",
            rule = "A client that held nothing can restart like any other",
            sends =
                    "DESTROY_SESSION of the only session, then EXCHANGE_ID with another verifier"
                            + " and CREATE_SESSION",
            accepts = "NFS4_OK, another client id; the old one is NFS4ERR_STALE_CLIENTID",
            requirements = "2.4.3-R01",
            sections = "18.35.4")
    void restartOfAClientWithoutState(CheckContext cx) {
        NfsClient old = cx.client();
        assertThatReply(old.call(Ops.destroySession(cx.session().id()))).isOk();
        NfsClient restarted = cx.restarted(old);
        Handshake.requireOtherClientId(old.clientId(), restarted.identity());

        Handshake.requireAlive(restarted.connect());
        assertThatReply(old.call(old.createSessionArgs())).endsAt(0, NfsStatus.STALE_CLIENTID);
    }

    @Check(
            id = "CID-025",
            rule = "Each further incarnation gets another client id, and the last can be confirmed",
            sends =
                    "EXCHANGE_ID with three verifiers one after the other, CREATE_SESSION for the"
                            + " last, then for the one in between",
            accepts = "Three client ids; the confirmed session lives until the last is confirmed",
            requirements = "18.35.3-R03",
            sections = "18.35.4")
    void restartBeforeTheLastRestartWasConfirmed(CheckContext cx) {
        NfsClient first = cx.client();
        NfsClient second = cx.restarted(first);
        ExchangeIdResOk unconfirmed = second.identity();
        NfsClient third = cx.restarted(second);
        Handshake.requireOtherClientId(first.clientId(), third.identity());
        Handshake.requireOtherClientId(unconfirmed.clientId(), third.identity());
        Handshake.requireAlive(cx.session());

        NfsSession session = third.connect();
        Handshake.requireGone(cx.session());
        Handshake.requireAlive(session);
        Reply late = second.call(second.createSessionArgs());
        if (late.isOk()) {
            // Dropping the record in between is called one strategy, so another may be had.
            cx.warn("an incarnation can still be confirmed after a later one was");
            second.adopt(late.result(0, CreateSessionResOk.class));
        } else {
            assertThatReply(late).endsAt(0, NfsStatus.STALE_CLIENTID);
        }
    }

    @Check(
            id = "CID-026",
            rule =
                    "EXCHANGE_ID of the confirmed incarnation is answered for its record, even when"
                            + " another verifier came in between",
            sends = "EXCHANGE_ID with another verifier, then with the confirmed one again",
            accepts = "The confirmed client id with EXCHGID4_FLAG_CONFIRMED_R; its session lives",
            requirements = {"18.35.3-R14", "2.4.3-R05"},
            sections = "18.35.4")
    void exchangeIdOfTheConfirmedIncarnationAfterAnotherVerifier(CheckContext cx) {
        cx.restarted(cx.client()).identity();
        Handshake.requireRecordIntact(cx.client());
        Handshake.requireAlive(cx.session());
    }

    @Check(
            id = "CID-027",
            rule = "A failed CREATE_SESSION of a new incarnation leaves the former as it was",
            sends =
                    "EXCHANGE_ID with another verifier, then CREATE_SESSION out of sequence and by"
                            + " another user",
            accepts =
                    "NFS4ERR_SEQ_MISORDERED and NFS4ERR_CLID_INUSE; the old session goes on, the"
                            + " old client id is confirmed",
            sections = "18.36.4",
            needs = Need.USERS,
            bugs = {"B-030", "B-039"})
    void failedConfirmationOfARestartedClient(CheckContext cx) {
        NfsClient restarted = cx.restarted(cx.client());
        int wrong = restarted.createSequence() + 5;
        assertThatReply(restarted.call(Ops.createSession(restarted.clientId(), wrong)))
                .endsAt(0, NfsStatus.SEQ_MISORDERED);
        Reply stranger =
                restarted
                        .connection()
                        .send(Compound.of(restarted.createSessionArgs()), cx.secondUser())
                        .await();
        assertThatReply(stranger).endsAt(0, NfsStatus.CLID_INUSE);

        Handshake.requireAlive(cx.session());
        Handshake.requireRecordIntact(cx.client());
    }
}
