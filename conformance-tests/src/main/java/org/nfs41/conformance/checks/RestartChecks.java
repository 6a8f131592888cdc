package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NfsSlot;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.HashSet;
import java.util.Set;

/** What a restart of the server makes of client ids and sessions (RFC 8881 section 8.4.2). */
final class RestartChecks {
    private static final String NAME = "name";

    /** Servers that count from the start give the first clients after it the ids of before. */
    private static final int CLIENTS = 8;

    @Check(
            id = "LEASE-200",
            rule = "A session does not outlive a restart of the server unless that was agreed",
            sends =
                    "REMOVE with sa_cachethis; a kill of the server; the retry of REMOVE, a new"
                            + " request, DESTROY_SESSION and BIND_CONN_TO_SESSION of that session",
            accepts = "NFS4ERR_BADSESSION each time",
            sections = {"8.4.2", "2.10.6.5", "15.1.11.1"},
            needs = {Need.FILES, Need.RESTART})
    void sessionOfBefore(CheckContext cx) {
        cx.file(NAME);
        NfsSession session = cx.newClient().connect();
        NfsSlot slot = session.slot(0);
        Exchange removal =
                slot.start(
                        session.client().connection(),
                        true,
                        Ops.putFh(cx.directory()),
                        Ops.remove(NAME));
        assertThatReply(removal.await()).isOk();
        cx.killServer();
        assertThatReply(session.client().connection().retry(removal).await())
                .because("the session is not persistent")
                .endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(session.compound(Ops.putRootFh())).endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(session.send(Ops.destroySession(session.id())))
                .endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(session.send(Ops.bind(session.id(), ChannelDirFromClient.FORE)))
                .endsAt(0, NfsStatus.BADSESSION);
    }

    @Check(
            id = "LEASE-201",
            rule = "A client id does not outlive a restart of the server",
            sends =
                    "A kill of the server; CREATE_SESSION and DESTROY_CLIENTID with a client id"
                            + " from before; EXCHANGE_ID of the same client owner",
            accepts =
                    "NFS4ERR_STALE_CLIENTID twice; another client id, without"
                            + " EXCHGID4_FLAG_CONFIRMED_R",
            sections = {"8.4.2", "18.36.3", "18.50.3", "18.35.4"},
            needs = Need.RESTART)
    void clientIdOfBefore(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.connect();
        long before = client.clientId();
        cx.killServer();
        assertThatReply(client.call(client.createSessionArgs()))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
        assertThatReply(client.call(Ops.destroyClientId(before)))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
        NfsClient again = cx.newClient(client.owner());
        ExchangeIdResOk identity = again.identity();
        Handshake.requireOtherClientId(before, identity);
        Handshake.requireConfirmed(false, identity);
        again.connect();
    }

    @Check(
            id = "LEASE-202",
            rule = "Client ids and session ids of before a restart name nobody after it",
            sends =
                    "EXCHANGE_ID and CREATE_SESSION of eight clients; a kill of the server; the"
                            + " same of eight others; CREATE_SESSION and SEQUENCE with what the"
                            + " first eight were given",
            accepts =
                    "No client id or session id that was given before; NFS4ERR_STALE_CLIENTID and"
                            + " NFS4ERR_BADSESSION",
            sections = {"8.4.2", "18.35.3"},
            needs = Need.RESTART,
            bugs = "B-162")
    void idsAreNotGivenAgain(CheckContext cx) {
        NfsClient[] first = new NfsClient[CLIENTS];
        Set<Long> clientIds = new HashSet<>();
        Set<SessionId> sessionIds = new HashSet<>();
        for (int i = 0; i < CLIENTS; i++) {
            first[i] = cx.newClient();
            sessionIds.add(first[i].mainSession().id());
            clientIds.add(first[i].clientId());
        }
        cx.killServer();
        for (int i = 0; i < CLIENTS; i++) {
            NfsClient other = cx.newClient();
            SessionId session = other.connect().id();
            if (clientIds.contains(other.clientId())) {
                throw given("client id", Long.toHexString(other.clientId()));
            }
            if (sessionIds.contains(session)) {
                throw given("session id", session.toString());
            }
        }
        for (NfsClient client : first) {
            assertThatReply(client.call(client.createSessionArgs()))
                    .endsAt(0, NfsStatus.STALE_CLIENTID);
            Handshake.requireGone(client.mainSession());
        }
    }

    private static CheckFailure given(String what, String id) {
        return new CheckFailure(
                what + " of a new client after a restart", "none of those of before", id);
    }

    @Check(
            id = "LEASE-203",
            rule = "After a restart the server is still the one its clients know",
            sends = "EXCHANGE_ID, a restart of the server, EXCHANGE_ID",
            accepts = "The same so_major_id and eir_server_scope, without which nobody can reclaim",
            sections = {"8.4.2.1", "2.10.4"},
            level = Level.SHOULD,
            needs = Need.RESTART)
    void serverIsTheSame(CheckContext cx) {
        ExchangeIdResOk before = cx.newClient().identity();
        cx.restartServer();
        ExchangeIdResOk after = cx.newClient().identity();
        if (!after.serverScope().equals(before.serverScope())) {
            throw new CheckFailure(
                    "eir_server_scope after a restart",
                    before.serverScope().toString(),
                    after.serverScope().toString());
        }
        if (!after.serverOwner().majorId().equals(before.serverOwner().majorId())) {
            throw new CheckFailure(
                    "so_major_id after a restart",
                    before.serverOwner().majorId().toString(),
                    after.serverOwner().majorId().toString());
        }
    }

    @Check(
            id = "LEASE-204",
            rule = "A session that was granted persistence answers retries after a restart",
            sends =
                    "CREATE_SESSION with CREATE_SESSION4_FLAG_PERSIST; REMOVE with sa_cachethis; a"
                            + " kill of the server; the retry of REMOVE, a new request",
            accepts =
                    "The reply of before, then NFS4ERR_DEADSESSION or NFS4_OK; unsupported if the"
                            + " flag is not returned",
            requirements = {"2.10.6.5-R01", "2.10.6.5-R02", "18.36.3-R07"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-040")
    void persistentSession(CheckContext cx) {
        cx.file(NAME);
        NfsClient client = cx.newClient();
        int wanted = CreateSessionFlags.PERSIST | CreateSessionFlags.CONN_BACK_CHAN;
        NfsSession session = client.createSession(args -> Handshake.withFlags(args, wanted));
        if ((session.created().flags() & CreateSessionFlags.PERSIST) == 0) {
            throw cx.unsupported("sessions are not persistent");
        }
        session.require(Ops.reclaimComplete());
        Exchange removal =
                session.slot(0)
                        .start(
                                client.connection(),
                                true,
                                Ops.putFh(cx.directory()),
                                Ops.remove(NAME));
        Reply original = removal.await();
        assertThatReply(original).isOk();
        cx.killServer();
        assertThatReply(client.connection().retry(removal).await())
                .because("the session was granted persistence")
                .repeats(original);
        assertThatReply(session.compound(Ops.putRootFh()))
                .hasStatus(NfsStatus.DEADSESSION, NfsStatus.OK);
    }
}
