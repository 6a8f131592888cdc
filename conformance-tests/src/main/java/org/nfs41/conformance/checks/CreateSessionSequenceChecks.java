package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NoReplyFailure;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdFlags;

import java.time.Duration;

/** The sequence of a client id's CREATE_SESSIONs, and the reply cache that goes with it. */
final class CreateSessionSequenceChecks {
    private static final int ROUNDS = 25;
    private static final int ATTEMPTS = 20;

    @Check(
            id = "CS-020",
            rule = "A retried CREATE_SESSION gets the stored result",
            sends = "CREATE_SESSION, the same with another xid, then DESTROY_SESSION",
            accepts =
                    "The same session id and attributes twice; then DESTROY_CLIENTID succeeds, so"
                            + " there was one session only",
            requirements = "18.36.4-R03",
            sections = "18.36.4",
            bugs = "B-036")
    void createSessionRetried(CheckContext cx) {
        NfsClient client = cx.newClient();
        Reply first = client.call(client.createSessionArgs());
        assertThatReply(first).isOk();
        Reply again = client.connection().retry(first.exchange()).await();
        assertThatReply(again).repeats(first);
        requireOnlyOne(client, client.adopt(first.result(0, CreateSessionResOk.class)));
    }

    @Check(
            id = "CS-021",
            rule = "A CREATE_SESSION retried over another connection gets the stored result",
            sends =
                    "CREATE_SESSION on a connection that is closed without reading the reply; the"
                            + " same bytes on a new one, twice",
            accepts =
                    "The same session id and attributes twice; DESTROY_CLIENTID succeeds after"
                            + " DESTROY_SESSION; a retry without a reply is a warning",
            requirements = "18.36.4-R03",
            sections = "18.36.4",
            needs = Need.CONNECTIONS,
            bugs = {"B-036", "B-164"})
    void createSessionRetriedOverAnotherConnection(CheckContext cx) {
        NfsClient client = cx.newClient();
        Compound request = Compound.of(client.createSessionArgs());
        Exchange lost = client.newConnection().sendAndCut(request, Integer.MAX_VALUE);
        Reply first;
        Reply again;
        try {
            first = retryUntilDone(cx, client.newConnection(), lost);
            again = client.newConnection().retry(lost).await();
        } catch (NoReplyFailure none) {
            // it depends on when the server notices the cut, so it is not the same in each run
            cx.warn("no reply after the cut: " + none.getMessage());
            return;
        }
        assertThatReply(first).isOk();
        assertThatReply(again).repeats(first);
        requireOnlyOne(client, client.adopt(first.result(0, CreateSessionResOk.class)));
    }

    @Check(
            id = "CS-022",
            rule = "The csa_sequence alone makes a CREATE_SESSION a retry",
            sends = "CREATE_SESSION, then with the same csa_sequence and other attributes",
            accepts = "The result of the first, and one session only",
            sections = "18.36.4",
            bugs = "B-036")
    void createSessionRepeatedWithOtherArguments(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs args = client.createSessionArgs();
        Reply first = client.call(args);
        assertThatReply(first).isOk();
        CreateSessionArgs other = Handshake.withFore(args, Ops.channel(65536, 65536, 4096, 16, 4));
        assertThatReply(client.call(other)).repeats(first);
        requireOnlyOne(client, client.adopt(first.result(0, CreateSessionResOk.class)));
    }

    @Check(
            id = "CS-023",
            rule =
                    "CREATE_SESSION has a reply cache of its own, with SEQUENCE before it or"
                            + " without",
            sends = "CREATE_SESSION behind SEQUENCE; the same alone; the same behind a SEQUENCE",
            accepts = "The same session id three times",
            requirements = {"18.36.4-R01", "18.36.4-R03"},
            bugs = "B-036")
    void createSessionRetriedInAndOutOfASession(CheckContext cx) {
        NfsClient client = cx.client();
        CreateSessionArgs args = client.createSessionArgs();
        CreateSessionResOk first = Handshake.created(cx.session().compound(args), 1);
        NfsSession made = client.adopt(first);
        Handshake.requireSame(
                "result of the retry without SEQUENCE",
                first,
                Handshake.created(client.call(args), 0));
        Handshake.requireSame(
                "result of the retry behind another session's SEQUENCE",
                first,
                Handshake.created(made.compound(args), 1));
    }

    @Check(
            id = "CS-024",
            rule = "Before the first session only the sequence id of EXCHANGE_ID is taken",
            sends = "CREATE_SESSION with eir_sequenceid - 1, + 1, + 5, then eir_sequenceid",
            accepts = "NFS4ERR_SEQ_MISORDERED three times, then NFS4_OK",
            sections = "18.36.4",
            bugs = {"B-038", "B-165"})
    void firstCreateSessionOutOfSequence(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs right = client.createSessionArgs();
        for (int off : new int[] {-1, 1, 5}) {
            assertThatReply(client.call(Handshake.withSequence(right, right.sequence() + off)))
                    .because("eir_sequenceid + " + off)
                    .endsAt(0, NfsStatus.SEQ_MISORDERED);
        }
        Handshake.requireAlive(client.createSession());
    }

    @Check(
            id = "CS-025",
            rule = "After a session only its own sequence id and the next are taken",
            sends =
                    "CREATE_SESSION with the last sequence id - 1, + 2 and + 0x80000000, then a"
                            + " retry of the last and the next",
            accepts =
                    "NFS4ERR_SEQ_MISORDERED three times, the stored result, a new session; the"
                            + " first session lives",
            requirements = "18.36.4-R04",
            sections = "18.36.4",
            bugs = "B-038")
    void laterCreateSessionOutOfSequence(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.createSession();
        CreateSessionArgs args = client.createSessionArgs();
        Reply last = client.call(args);
        assertThatReply(last).isOk();
        NfsSession session = client.adopt(last.result(0, CreateSessionResOk.class));
        for (int off : new int[] {-1, 2, 0x8000_0000}) {
            assertThatReply(client.call(Handshake.withSequence(args, args.sequence() + off)))
                    .because("csa_sequence is the last + " + off)
                    .endsAt(0, NfsStatus.SEQ_MISORDERED);
        }
        assertThatReply(client.call(args)).because("the slot has not changed").repeats(last);
        Handshake.requireAlive(session);
        Handshake.requireAlive(client.createSession());
    }

    @Check(
            id = "CS-026",
            rule = "The sequence goes on when all sessions of the client id are gone",
            sends = "CREATE_SESSION, DESTROY_SESSION, CREATE_SESSION with the next sequence id",
            accepts = "NFS4_OK with another session id",
            requirements = "18.36.4-R04",
            sections = "18.36.4")
    void createSessionAfterTheLastSessionWasDestroyed(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession first = client.createSession();
        assertThatReply(client.call(Ops.destroySession(first.id()))).isOk();
        NfsSession next = client.createSession();
        Handshake.require(
                !next.id().equals(first.id()),
                "csr_sessionid",
                "another than " + first.id(),
                next.id().toString());
        Handshake.requireAlive(next);
        Handshake.requireGone(first);
    }

    @Check(
            id = "CS-027",
            rule = "An unconfirmed client id can be confirmed by its own user only",
            sends = "CREATE_SESSION by another user, twice, then by the user of EXCHANGE_ID",
            accepts =
                    "NFS4ERR_CLID_INUSE and nothing confirmed; then NFS4_OK with the same"
                            + " sequence id or the next",
            sections = "18.36.4",
            needs = Need.USERS,
            bugs = "B-039")
    void confirmationByAnotherUser(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs args = client.createSessionArgs();
        for (int i = 0; i < 2; i++) {
            assertThatReply(client.connection().send(Compound.of(args), cx.secondUser()).await())
                    .endsAt(0, NfsStatus.CLID_INUSE);
        }
        assertThatReply(
                        client.call(
                                Ops.exchangeId(
                                        client.owner(), ExchangeIdFlags.UPD_CONFIRMED_REC_A)))
                .because("the client id is not confirmed")
                .endsAt(0, NfsStatus.NOENT);
        Reply own = client.call(args);
        if (!own.isOk()) {
            // The refused call may count as one of the sequence, so that this was its retry.
            own = client.call(Handshake.withSequence(args, args.sequence() + 1));
        }
        assertThatReply(own).because("its own user confirms it").isOk();
        Handshake.requireAlive(client.adopt(own.result(0, CreateSessionResOk.class)));
    }

    @Check(
            id = "CS-028",
            rule = "A CREATE_SESSION that fails makes no session and changes no client",
            sends =
                    "CREATE_SESSION out of sequence and for a reply size of zero, then"
                            + " DESTROY_SESSION and DESTROY_CLIENTID",
            accepts =
                    "Errors; the session before works; DESTROY_CLIENTID succeeds, so there was no"
                            + " other session",
            sections = "18.36.4",
            bugs = "B-171")
    void noSessionIsLeftByAFailure(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.createSession();
        CreateSessionArgs next = client.createSessionArgs();
        assertThatReply(client.call(Handshake.withSequence(next, next.sequence() + 7)))
                .endsAt(0, NfsStatus.SEQ_MISORDERED);
        Reply tooSmall = client.call(Handshake.withFore(next, Ops.channel(65536, 0, 0, 16, 4)));
        if (tooSmall.isOk()) {
            cx.warn("a session whose replies may have no byte was created");
            client.call(
                    Ops.destroySession(tooSmall.result(0, CreateSessionResOk.class).sessionId()));
        }
        Handshake.requireAlive(session);
        requireOnlyOne(client, session);
    }

    @Check(
            id = "CS-029",
            rule = "The same CREATE_SESSION on two connections at once makes one session",
            sends = "25 rounds of one CREATE_SESSION sent on two connections without waiting",
            accepts =
                    "The same session from both; NFS4ERR_DELAY for one of them, which then gets"
                            + " it as well",
            sections = "18.36.4",
            needs = {Need.CONNECTIONS, Need.RACE},
            bugs = "B-164")
    void createSessionOnTwoConnectionsAtOnce(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsConnection a = client.newConnection();
        NfsConnection b = client.newConnection();
        for (int round = 0; round < ROUNDS; round++) {
            Compound request = Compound.of(client.createSessionArgs());
            Exchange first = a.send(request);
            Exchange second = b.send(request);
            Reply one = doneOrRetried(cx, a, first);
            Reply other = doneOrRetried(cx, b, second);
            assertThatReply(one).isOk();
            assertThatReply(other).repeats(one);
            NfsSession session = client.adopt(one.result(0, CreateSessionResOk.class));
            assertThatReply(a.call(session.sequence(0, 1), Ops.destroySession(session.id())))
                    .isOk();
        }
        assertThatReply(a.call(Ops.destroyClientId(client.clientId())))
                .because("no session is left")
                .isOk();
    }

    /** The session has to be the only one: without it the client id can be destroyed. */
    private static void requireOnlyOne(NfsClient client, NfsSession session) {
        assertThatReply(client.call(Ops.destroyClientId(client.clientId())))
                .endsAt(0, NfsStatus.CLIENTID_BUSY);
        NfsConnection connection = client.newConnection();
        Exchange use = session.slot(0).start(connection, false, Ops.putRootFh());
        assertThatReply(use.await()).isOk();
        assertThatReply(connection.call(Ops.destroySession(session.id()))).isOk();
        assertThatReply(connection.call(Ops.destroyClientId(client.clientId())))
                .because("the only session is gone")
                .isOk();
    }

    private static Reply doneOrRetried(CheckContext cx, NfsConnection on, Exchange exchange) {
        Reply reply = exchange.await();
        return reply.status().equals(NfsStatus.DELAY) ? retryUntilDone(cx, on, exchange) : reply;
    }

    private static Reply retryUntilDone(CheckContext cx, NfsConnection on, Exchange original) {
        Reply reply = on.retry(original).await();
        for (int i = 0; i < ATTEMPTS && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(Duration.ofMillis(100), "the original is in progress");
            reply = on.retry(original).await();
        }
        return reply;
    }
}
