package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NoReplyFailure;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which session DESTROY_SESSION ends, and from where. */
final class DestroySessionChecks {
    private static final int ROUNDS = 30;
    private static final int BUSY_SLOTS = 8;

    @Check(
            id = "CS-060",
            rule = "A session can be destroyed by the last operation that is sent in it",
            sends = "SEQUENCE, PUTROOTFH and DESTROY_SESSION of the same session",
            accepts = "NFS4_OK; the session is NFS4ERR_BADSESSION from then on",
            requirements = "18.37.3-R04",
            bugs = "B-046")
    void ownSessionInTheLastPosition(CheckContext cx) {
        NfsSession session = cx.newSession();
        assertThatReply(session.compound(Ops.putRootFh(), Ops.destroySession(session.id()))).isOk();
        Handshake.requireGone(session);
        Handshake.requireAlive(cx.session());
    }

    @Check(
            id = "CS-061",
            rule = "A session is not destroyed while operations of its COMPOUND are to come",
            sends = "SEQUENCE, DESTROY_SESSION of the same session, PUTROOTFH",
            accepts = "An error from DESTROY_SESSION; the session lives",
            requirements = "18.37.3-R04",
            bugs = "B-046")
    void ownSessionBeforeTheLastPosition(CheckContext cx) {
        NfsSession session = cx.newSession();
        Reply reply = session.compound(Ops.destroySession(session.id()), Ops.putRootFh());
        assertThatReply(reply)
                .because("DESTROY_SESSION of the session in use is not the last operation")
                .isError();
        int next = reply.sequenceSucceeded() ? 2 : 1;
        assertThatReply(session.send(session.sequence(0, next), Ops.putRootFh()))
                .because("the session lives")
                .isOk();
    }

    @Check(
            id = "CS-062",
            rule = "Another session can be destroyed at any position but the first",
            sends =
                    "SEQUENCE of one session, DESTROY_SESSION of another of the same client, then"
                            + " of another client's, PUTROOTFH, GETFH, all on one connection",
            accepts = "NFS4_OK for all; both sessions are gone, the first one lives",
            sections = {"18.37.3", "2.10.3.1"},
            bugs = "B-045")
    void otherSessionsOnTheSameConnection(CheckContext cx) {
        NfsConnection connection = cx.client().connection();
        NfsSession second = cx.newSession();
        NfsSession third = cx.newClient().createSession();
        assertThatReply(connection.call(second.sequence(0, 1))).isOk();
        assertThatReply(connection.call(third.sequence(0, 1))).isOk();
        Reply reply =
                cx.session()
                        .compound(
                                Ops.destroySession(second.id()),
                                Ops.destroySession(third.id()),
                                Ops.putRootFh(),
                                Ops.getFh());
        assertThatReply(reply).isOk();
        Handshake.requireGone(second);
        Handshake.requireGone(third);
        Handshake.requireAlive(cx.session());
    }

    @Check(
            id = "CS-063",
            rule = "Outside a session DESTROY_SESSION is alone in its COMPOUND",
            sends = "DESTROY_SESSION and PUTROOTFH; DESTROY_SESSION twice",
            accepts = "NFS4ERR_NOT_ONLY_OP; the session lives",
            requirements = {"18.37.3-R05", "15.1.3.3-R01"},
            bugs = "B-046")
    void destroySessionAmongOtherOperations(CheckContext cx) {
        NfsSession session = cx.newSession();
        ArgOp destroy = Ops.destroySession(session.id());
        assertThatReply(session.send(destroy, Ops.putRootFh())).hasStatus(NfsStatus.NOT_ONLY_OP);
        assertThatReply(session.send(destroy, destroy)).hasStatus(NfsStatus.NOT_ONLY_OP);
        Handshake.requireAlive(session);
    }

    @Check(
            id = "CS-064",
            rule = "DESTROY_SESSION behind another operation than SEQUENCE is refused",
            sends = "PUTROOTFH and DESTROY_SESSION",
            accepts = "NFS4ERR_OP_NOT_IN_SESSION or NFS4ERR_NOT_ONLY_OP; the session lives",
            requirements = "18.37.3-R05",
            bugs = "B-046")
    void destroySessionBehindAnotherOperation(CheckContext cx) {
        NfsSession session = cx.newSession();
        assertThatReply(session.send(Ops.putRootFh(), Ops.destroySession(session.id())))
                .hasStatus(NfsStatus.NOT_ONLY_OP, NfsStatus.OP_NOT_IN_SESSION);
        Handshake.requireAlive(session);
    }

    @Check(
            id = "CS-065",
            rule = "A session that does not exist, or no longer, cannot be destroyed",
            sends =
                    "DESTROY_SESSION of an unknown session id, of a session twice, alone and"
                            + " behind SEQUENCE",
            accepts = "NFS4_OK once, otherwise NFS4ERR_BADSESSION",
            sections = {"18.37.3", "15.1.11.1"})
    void destroySessionTwiceAndOfAnUnknownSession(CheckContext cx) {
        NfsSession session = cx.newSession();
        SessionId id = session.id();
        SessionId unknown = new SessionId(~id.high(), ~id.low());
        assertThatReply(session.send(Ops.destroySession(unknown))).endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(cx.session().compound(Ops.destroySession(unknown)))
                .endsAt(1, NfsStatus.BADSESSION);
        assertThatReply(session.send(Ops.destroySession(id))).isOk();
        assertThatReply(session.send(Ops.destroySession(id))).endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(cx.session().compound(Ops.destroySession(id)))
                .endsAt(1, NfsStatus.BADSESSION);
    }

    @Check(
            id = "CS-066",
            rule = "Only a connection that is associated with the session can destroy it",
            sends = "DESTROY_SESSION on a new connection",
            accepts =
                    "NFS4ERR_CONN_NOT_BOUND_TO_SESSION; success is a warning, as good servers do"
                            + " not check it",
            requirements = "18.37.3-R01",
            level = Level.SHOULD,
            needs = Need.CONNECTIONS)
    void destroySessionOnAnUnassociatedConnection(CheckContext cx) {
        NfsSession session = cx.newSession();
        assertThatReply(cx.client().newConnection().call(Ops.destroySession(session.id())))
                .endsAt(0, NfsStatus.CONN_NOT_BOUND_TO_SESSION);
        Handshake.requireAlive(session);
    }

    @Check(
            id = "CS-067",
            rule = "A session ends alone: others on the same connection go on",
            sends =
                    "Sessions of two clients on one connection in turn; DESTROY_SESSION of one of"
                            + " each; the others in turn",
            accepts = "NFS4_OK for all that were not destroyed",
            sections = {"2.10.3.1", "18.37.3"},
            bugs = "B-059")
    void sessionsThatShareAConnection(CheckContext cx) {
        NfsClient other = cx.newClient();
        List<NfsSession> doomed = List.of(cx.newSession(), other.createSession());
        List<NfsSession> staying = List.of(cx.newSession(), other.createSession());
        NfsConnection connection = cx.client().newConnection();
        for (NfsSession session : doomed) {
            assertThatReply(connection.call(session.sequence(0, 1), Ops.putRootFh())).isOk();
        }
        for (NfsSession session : staying) {
            assertThatReply(connection.call(session.sequence(0, 1), Ops.putRootFh())).isOk();
        }
        for (NfsSession session : doomed) {
            assertThatReply(connection.call(Ops.destroySession(session.id()))).isOk();
        }
        for (NfsSession session : staying) {
            assertThatReply(connection.call(session.sequence(0, 2), Ops.putRootFh())).isOk();
        }
        for (NfsSession session : doomed) {
            assertThatReply(connection.call(session.sequence(0, 2)))
                    .endsAt(0, NfsStatus.BADSESSION);
        }
    }

    @Check(
            id = "CS-068",
            rule = "Destroying a session whose slots are busy harms nobody",
            sends =
                    "30 rounds of requests on eight slots over one connection and DESTROY_SESSION"
                            + " over another without waiting",
            accepts =
                    "NFS4_OK, NFS4ERR_DELAY or NFS4ERR_BACK_CHAN_BUSY for DESTROY_SESSION; NFS4_OK"
                            + " or NFS4ERR_BADSESSION for the requests; the server lives",
            sections = "18.37.3",
            needs = {Need.CONNECTIONS, Need.RACE},
            bugs = "B-047")
    void destroySessionWithBusySlots(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (int round = 0; round < ROUNDS; round++) {
            NfsSession session = client.createSession();
            NfsConnection busy = client.newConnection();
            List<Exchange> requests = new ArrayList<>();
            for (int slot = 0; slot < Math.min(BUSY_SLOTS, session.slotCount()); slot++) {
                ArgOp[] ops = {Ops.putRootFh(), Ops.readDir(0, 0), Ops.getAttr(1, 3, 4)};
                requests.add(busy.send(session.request(session.sequence(slot, 1), ops)));
            }
            destroyPatiently(cx, session);
            requests.forEach(DestroySessionChecks::requireServedOrRefused);
            busy.close();
        }
        Handshake.requireAlive(client.createSession());
        assertThatReply(client.connection().callNull())
                .hasRpcOutcome(org.nfs41.conformance.client.RpcReply.Outcome.SUCCESS);
    }

    private static void destroyPatiently(CheckContext cx, NfsSession session) {
        for (int i = 0; i < ROUNDS; i++) {
            Reply reply = session.send(Ops.destroySession(session.id()));
            assertThatReply(reply)
                    .hasStatus(NfsStatus.OK, NfsStatus.DELAY, NfsStatus.BACK_CHAN_BUSY);
            if (reply.isOk()) {
                return;
            }
            cx.pause(Duration.ofMillis(50), "the session is busy");
        }
        throw cx.skipped("the session stays busy for too long");
    }

    private static void requireServedOrRefused(Exchange request) {
        try {
            assertThatReply(request.await(Duration.ofSeconds(2)))
                    .hasStatus(NfsStatus.OK, NfsStatus.BADSESSION, NfsStatus.DELAY);
        } catch (NoReplyFailure dropped) {
            // A request of a session that ended may be dropped with its reply cache.
            return;
        }
    }
}
