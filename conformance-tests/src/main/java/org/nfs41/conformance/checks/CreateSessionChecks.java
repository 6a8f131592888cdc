package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NoReplyFailure;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdFlags;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What CREATE_SESSION makes, where it may stand, and how long sessions live. */
final class CreateSessionChecks {
    private static final int SESSIONS = 6;

    @Check(
            id = "CS-001",
            rule = "csr_sequence repeats csa_sequence",
            sends = "Two CREATE_SESSIONs one after the other",
            accepts = "NFS4_OK, each with the sequence id that was sent",
            requirements = {"18.36.3-R03", "18.36.4-R04"},
            bugs = "B-166")
    void sequenceIdInTheResult(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (int i = 0; i < 2; i++) {
            int sent = client.createSequence();
            NfsSession session = client.createSession();
            Handshake.requireSame("csr_sequence", sent, session.created().sequence());
        }
    }

    @Check(
            id = "CS-002",
            rule = "A client id that the server does not know gets no session",
            sends = "CREATE_SESSION with a client id of another value",
            accepts = "NFS4ERR_STALE_CLIENTID",
            sections = "18.36.4")
    void unknownClientId(CheckContext cx) {
        NfsClient client = cx.client();
        long unknown = client.clientId() ^ 0x5A5A_0000_0000_0000L;
        assertThatReply(client.call(Ops.createSession(unknown, client.createSequence())))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
        Handshake.requireAlive(client.createSession());
    }

    @Check(
            id = "CS-003",
            rule = "Outside a session CREATE_SESSION is alone in its COMPOUND",
            sends = "CREATE_SESSION and PUTROOTFH, then CREATE_SESSION alone",
            accepts =
                    "NFS4ERR_NOT_ONLY_OP and nothing confirmed; then NFS4_OK with the same"
                            + " sequence id",
            requirements = {"18.36.3-R01", "18.36.3-R02", "15.1.3.3-R01"},
            bugs = "B-051")
    void createSessionAmongOtherOperations(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs args = client.createSessionArgs();
        assertThatReply(client.call(args, Ops.putRootFh())).hasStatus(NfsStatus.NOT_ONLY_OP);
        assertThatReply(
                        client.call(
                                Ops.exchangeId(
                                        client.owner(), ExchangeIdFlags.UPD_CONFIRMED_REC_A)))
                .because("the client id is not confirmed")
                .endsAt(0, NfsStatus.NOENT);
        Handshake.requireAlive(client.createSession());
    }

    @Check(
            id = "CS-004",
            rule = "Behind SEQUENCE CREATE_SESSION may stand among other operations",
            sends =
                    "SEQUENCE, PUTROOTFH, CREATE_SESSION for the session's own client, for another"
                            + " client, GETFH",
            accepts = "NFS4_OK for all; both sessions work",
            sections = "18.36.3",
            bugs = "B-051")
    void createSessionBehindSequence(CheckContext cx) {
        NfsClient client = cx.client();
        NfsClient other = cx.newClient();
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putRootFh(),
                                client.createSessionArgs(),
                                other.createSessionArgs(),
                                Ops.getFh());
        assertThatReply(reply).isOk();
        Handshake.requireAlive(client.adopt(Handshake.created(reply, 2)));
        Handshake.requireAlive(other.adopt(Handshake.created(reply, 3)));
    }

    @Check(
            id = "CS-005",
            rule = "A client may have several sessions, each with slots of its own",
            sends = "Three sessions of a client, the same slot and sequence id on each in turn",
            accepts = "NFS4_OK everywhere",
            requirements = "2.10.5-R01",
            sections = {"2.10.3.1", "18.36.3"},
            bugs = "B-059")
    void severalSessionsOfOneClient(CheckContext cx) {
        List<NfsSession> sessions = List.of(cx.newSession(), cx.newSession(), cx.newSession());
        for (int sequence = 1; sequence <= 3; sequence++) {
            for (NfsSession session : sessions) {
                assertThatReply(session.send(session.sequence(0, sequence), Ops.putRootFh()))
                        .isOk();
            }
        }
    }

    @Check(
            id = "CS-006",
            rule = "No two sessions have the same id, not even one after the other",
            sends = "Six CREATE_SESSIONs, every other session destroyed at once; two more clients",
            accepts =
                    "Session ids that differ; ids that differ in a few low bits only are a"
                            + " warning, as who knows one can guess the next",
            sections = {"2.10.1", "18.36.3"})
    void sessionIdsAreUnlikeOneAnother(CheckContext cx) {
        NfsClient client = cx.client();
        List<SessionId> ids = new ArrayList<>(List.of(cx.session().id()));
        for (int i = 0; i < SESSIONS; i++) {
            NfsSession session = client.createSession();
            ids.add(session.id());
            if (i % 2 == 0) {
                assertThatReply(client.call(Ops.destroySession(session.id()))).isOk();
            }
        }
        ids.add(cx.newClient().createSession().id());
        ids.add(cx.newClient().createSession().id());
        Set<SessionId> different = new HashSet<>(ids);
        Handshake.requireSame("number of different session ids", ids.size(), different.size());
        int fewest = fewestBitsApart(ids);
        if (fewest < 24) {
            cx.warn("two session ids differ in " + fewest + " of 128 bits: they can be guessed");
        }
    }

    /** In how few bits two of these differ; of random ids about 64, hardly ever fewer than 32. */
    private static int fewestBitsApart(List<SessionId> ids) {
        int fewest = 2 * Long.SIZE;
        for (int i = 0; i < ids.size(); i++) {
            for (int j = 0; j < i; j++) {
                SessionId a = ids.get(i);
                SessionId b = ids.get(j);
                int apart = Long.bitCount(a.high() ^ b.high()) + Long.bitCount(a.low() ^ b.low());
                fewest = Math.min(fewest, apart);
            }
        }
        return fewest;
    }

    @Check(
            id = "CS-007",
            rule = "A session outlives the connections that it was used on",
            sends =
                    "SEQUENCE on one connection, which is cut and another closed; the next"
                            + " SEQUENCE and a retry on a new one",
            accepts = "NFS4_OK, and the stored reply",
            sections = {"2.10.13.1.2", "18.46.3"},
            needs = Need.CONNECTIONS)
    void sessionAfterTheLossOfItsConnections(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsClient client = cx.client();
        Reply first = session.send(session.sequence(0, 1, true), Ops.putRootFh(), Ops.getFh());
        assertThatReply(first).isOk();
        client.newConnection().close();
        client.connection().cut();

        Reply retried = client.newConnection().retry(first.exchange()).await();
        assertThatReply(retried).because("the reply cache is the session's").repeats(first);
        assertThatReply(client.newConnection().call(session.sequence(0, 2), Ops.putRootFh()))
                .isOk();
    }

    @Check(
            id = "CS-008",
            rule = "A client id can be used on any connection",
            sends = "EXCHANGE_ID on one connection, which is closed; CREATE_SESSION on another",
            accepts = "NFS4_OK",
            requirements = "2.10.5-R01",
            needs = Need.CONNECTIONS)
    void createSessionOnAnotherConnectionThanExchangeId(CheckContext cx) {
        NfsClient client = cx.newClient();
        client.identity();
        client.connection().close();
        Reply reply;
        try {
            reply = client.newConnection().call(client.createSessionArgs());
        } catch (NoReplyFailure none) {
            cx.warn("no reply at first: " + none.getMessage());
            reply = client.newConnection().call(client.createSessionArgs());
        }
        assertThatReply(reply).isOk();
        Handshake.requireAlive(client.adopt(reply.result(0, CreateSessionResOk.class)));
    }

    @Check(
            id = "CS-009",
            rule = "Backchannel and RDMA are granted only to who asks, RDMA not over TCP",
            sends = "CREATE_SESSION with no flags, with PERSIST, with CONN_RDMA",
            accepts = "NFS4_OK; no flag that was not asked for, and never CONN_RDMA",
            requirements = {"18.36.3-R09", "18.36.3-R10"},
            bugs = "B-040")
    void flagsThatWereNotAskedFor(CheckContext cx) {
        NfsClient client = cx.newClient();
        int[] asked = {0, CreateSessionFlags.PERSIST, CreateSessionFlags.CONN_RDMA};
        for (int flags : asked) {
            NfsSession session = client.createSession(args -> Handshake.withFlags(args, flags));
            int allowed = flags & CreateSessionFlags.PERSIST;
            Handshake.requireSame(
                    "flags in csr_flags that were not asked for with 0x"
                            + Integer.toHexString(flags),
                    "0x0",
                    "0x" + Integer.toHexString(session.created().flags() & ~allowed));
            Handshake.requireAlive(session);
        }
    }

    @Check(
            id = "CS-010",
            rule = "A flag that does not exist is never granted",
            sends = "CREATE_SESSION with flag 0x10",
            accepts =
                    "NFS4ERR_INVAL, or NFS4_OK without the flag; with it a warning, as the RFC"
                            + " says nothing of undefined flags",
            sections = "18.36.3",
            bugs = "B-040")
    void undefinedFlagOfCreateSession(CheckContext cx) {
        NfsClient client = cx.newClient();
        Reply reply = client.call(Handshake.withFlags(client.createSessionArgs(), 0x10));
        assertThatReply(reply).hasStatus(NfsStatus.OK, NfsStatus.INVAL);
        if (reply.isOk()) {
            CreateSessionResOk created = reply.result(0, CreateSessionResOk.class);
            client.adopt(created);
            if ((created.flags() & 0x10) != 0) {
                cx.warn("the undefined flag 0x10 is granted");
            }
        }
    }

    @Check(
            id = "CS-011",
            rule = "What a client has open does not end with its last session",
            sends =
                    "OPEN with deny bits, DESTROY_SESSION of the only session, OPEN by another"
                            + " client, CREATE_SESSION, CLOSE",
            accepts = "NFS4ERR_SHARE_DENIED for the other client; NFS4_OK for CLOSE",
            sections = {"18.37.3", "2.10.2.2"},
            needs = Need.FILES,
            bugs = "B-172")
    void openFileAfterTheLastSessionWasDestroyed(CheckContext cx) {
        FileHandle file = cx.file("held");
        NfsClient client = cx.client();
        NfsSession other = cx.newClient().mainSession();
        StateId state = Handshake.openAlone(cx, cx.session(), "held");
        assertThatReply(client.call(Ops.destroySession(cx.session().id()))).isOk();
        assertThatReply(Handshake.openToo(cx, other, "held")).endsAt(2, NfsStatus.SHARE_DENIED);

        NfsSession next = client.createSession();
        assertThatReply(next.compound(Ops.putFh(file), Ops.close(state))).isOk();
        assertThatReply(Handshake.openToo(cx, other, "held")).isOk();
    }
}
