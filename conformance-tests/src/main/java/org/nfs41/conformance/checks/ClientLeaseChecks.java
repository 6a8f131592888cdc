package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of client ids in time, and of very many of them. */
final class ClientLeaseChecks {
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final int OWNERS = 2000;
    private static final int AT_ONCE = 50;

    @Check(
            id = "CID-080",
            rule = "A client id that is not confirmed within a lease is forgotten",
            sends = "EXCHANGE_ID, nothing for one and a half leases, CREATE_SESSION",
            accepts = "NFS4ERR_STALE_CLIENTID; another EXCHANGE_ID and CREATE_SESSION succeed",
            requirements = "18.35.4-R01",
            level = Level.SHOULD,
            needs = Need.LEASE,
            bugs = "B-157")
    void unconfirmedClientIdAfterALease(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.identity();
        waitLongerThanALease(cx);
        Reply late = client.call(client.createSessionArgs());
        if (late.isOk()) {
            client.adopt(late.result(0, CreateSessionResOk.class));
        }
        assertThatReply(late).endsAt(0, NfsStatus.STALE_CLIENTID);
        assertThatReply(client.exchangeId()).isOk();
        Handshake.requireAlive(client.connect());
    }

    @Check(
            id = "CID-081",
            rule = "A client that was silent for longer than a lease can always start again",
            sends =
                    "A confirmed client's EXCHANGE_ID and CREATE_SESSION after one and a half"
                            + " leases of silence",
            accepts = "A session within two rounds; the client id just returned is not stale",
            sections = {"8.3", "18.35.4", "18.36.4"},
            needs = Need.LEASE,
            bugs = "B-034")
    void silentClientStartsAgain(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.connect();
        waitLongerThanALease(cx);
        Reply created = exchangeAndCreate(client);
        if (!created.isOk()) {
            assertThatReply(created).hasStatus(NfsStatus.STALE_CLIENTID, NfsStatus.SEQ_MISORDERED);
            created = exchangeAndCreate(client);
        }
        assertThatReply(created).because("the client starts again").isOk();
        Handshake.requireAlive(client.adopt(created.result(0, CreateSessionResOk.class)));
    }

    /** A client id that is confirmed already counts on where it was; a new one starts afresh. */
    private static Reply exchangeAndCreate(NfsClient client) {
        long known = client.clientId();
        int next = client.createSequence();
        assertThatReply(client.exchangeId()).isOk();
        int sequence = client.clientId() == known ? next : client.createSequence();
        return client.call(Ops.createSession(client.clientId(), sequence));
    }

    @Check(
            id = "CID-082",
            rule = "The owner name of a client whose lease has lapsed is free for another user",
            sends =
                    "A client with a session is silent for one and a half leases; EXCHANGE_ID of"
                            + " its owner and CREATE_SESSION by another user",
            accepts =
                    "NFS4_OK for both, and another client id; NFS4ERR_CLID_INUSE first, for at"
                            + " most two leases more, as a server may let a lease last longer",
            requirements = "2.4.3-R01",
            sections = "18.35.4",
            needs = {Need.LEASE, Need.USERS},
            bugs = "B-033")
    void ownerOfALapsedClientUsedByAnotherUser(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.connect();
        waitLongerThanALease(cx);
        NfsClient taker = cx.newClient(client.owner(), cx.secondUser());
        Reply reply = taker.exchangeId();
        for (int i = 0; i < 4 && reply.status().equals(NfsStatus.CLID_INUSE); i++) {
            cx.pause(cx.leaseTime().dividedBy(2), "the server may not have noticed yet");
            reply = taker.exchangeId();
        }
        assertThatReply(reply).because("the lease has lapsed").isOk();
        Handshake.requireOtherClientId(client.clientId(), taker.identity());
        Handshake.requireAlive(taker.connect());
    }

    @Check(
            id = "CID-083",
            rule = "Owners that never go on after EXCHANGE_ID do not harm those who do",
            sends = "2000 EXCHANGE_IDs of as many new owners while a client has a session",
            accepts =
                    "NFS4_OK or NFS4ERR_DELAY; the client goes on, a new one can start or, with a"
                            + " warning, gets NFS4ERR_DELAY",
            sections = {"18.35.4", "2.4"},
            needs = Need.LOAD,
            bugs = "B-157")
    void manyOwnersThatAreNeverConfirmed(CheckContext cx) {
        NfsConnection connection = cx.client().newConnection();
        String name = cx.newClient().owner().ownerId().utf8();
        List<Long> granted = new ArrayList<>();
        for (int i = 0; i < OWNERS; i += AT_ONCE) {
            List<Exchange> sent = new ArrayList<>();
            for (int j = i; j < i + AT_ONCE; j++) {
                ClientOwner owner = new ClientOwner(j, Opaque.utf8(name + "/" + j));
                sent.add(connection.send(Compound.of(Ops.exchangeId(owner, 0))));
            }
            for (Exchange exchange : sent) {
                Reply reply = exchange.await();
                assertThatReply(reply).hasStatus(NfsStatus.OK, NfsStatus.DELAY);
                if (reply.isOk()) {
                    granted.add(reply.result(0, ExchangeIdResOk.class).clientId());
                }
            }
        }
        Handshake.requireAlive(cx.session());
        NfsClient fresh = cx.newClient();
        if (fresh.exchangeId().status().equals(NfsStatus.DELAY)) {
            cx.warn("new clients have to wait until the others are forgotten");
        } else {
            Handshake.requireAlive(fresh.connect());
        }
        granted.forEach(id -> connection.call(Ops.destroyClientId(id)));
    }

    private static void waitLongerThanALease(CheckContext cx) {
        Duration lease = cx.leaseTime();
        cx.pause(lease.plus(lease.dividedBy(2)).plus(MARGIN), "longer than the lease");
    }
}
