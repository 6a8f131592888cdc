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
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CreateSessionFlags;

import java.util.List;

/** Which channels BIND_CONN_TO_SESSION gives a connection, and where it may stand. */
final class BindConnectionChecks {
    @Check(
            id = "BIND-001",
            rule = "A connection gets the channels that its client demands",
            sends =
                    "BIND_CONN_TO_SESSION with CDFC4_FORE, CDFC4_BACK, CDFC4_FORE_OR_BOTH and"
                            + " CDFC4_BACK_OR_BOTH, each on a new connection",
            accepts =
                    "CDFS4_FORE; CDFS4_BACK; CDFS4_FORE or CDFS4_BOTH; CDFS4_BACK or CDFS4_BOTH;"
                            + " the session id as sent, no RDMA",
            requirements = {
                "18.34.3-R01",
                "18.34.3-R05",
                "18.34.3-R06",
                "18.34.3-R07",
                "18.34.3-R08"
            },
            needs = Need.CONNECTIONS)
    void eachDirectionOnANewConnection(CheckContext cx) {
        NfsSession session = withBackChannel(cx);
        bound(cx, session, ChannelDirFromClient.FORE, ChannelDirFromServer.FORE);
        bound(cx, session, ChannelDirFromClient.BACK, ChannelDirFromServer.BACK);
        bound(
                cx,
                session,
                ChannelDirFromClient.FORE_OR_BOTH,
                ChannelDirFromServer.FORE,
                ChannelDirFromServer.BOTH);
        bound(
                cx,
                session,
                ChannelDirFromClient.BACK_OR_BOTH,
                ChannelDirFromServer.BACK,
                ChannelDirFromServer.BOTH);
        Handshake.requireAlive(session);
    }

    @Check(
            id = "BIND-002",
            rule = "No connection can be bound to a session that does not exist",
            sends = "BIND_CONN_TO_SESSION with an unknown session id and with a destroyed session",
            accepts = "NFS4ERR_BADSESSION",
            sections = {"18.34.3", "15.1.11.1"},
            needs = Need.CONNECTIONS)
    void unknownSession(CheckContext cx) {
        NfsSession session = cx.newSession();
        SessionId id = session.id();
        SessionId unknown = new SessionId(~id.high(), ~id.low());
        assertThatReply(session.send(Ops.destroySession(id))).isOk();
        NfsConnection connection = cx.client().newConnection();
        for (SessionId missing : List.of(unknown, id)) {
            assertThatReply(connection.call(Ops.bind(missing, ChannelDirFromClient.FORE)))
                    .endsAt(0, NfsStatus.BADSESSION);
        }
    }

    @Check(
            id = "BIND-003",
            rule = "Outside a session BIND_CONN_TO_SESSION is alone in its COMPOUND",
            sends = "BIND_CONN_TO_SESSION and PUTROOTFH, then BIND_CONN_TO_SESSION alone",
            accepts =
                    "NFS4ERR_NOT_ONLY_OP; then the demanded channel, so the first has bound"
                            + " nothing",
            requirements = {"18.34.3-R02", "15.1.3.3-R01"},
            needs = Need.CONNECTIONS,
            bugs = "B-054")
    void bindAmongOtherOperations(CheckContext cx) {
        NfsSession session = withBackChannel(cx);
        NfsConnection connection = cx.client().newConnection();
        assertThatReply(
                        connection.call(
                                Ops.bind(session.id(), ChannelDirFromClient.BACK), Ops.putRootFh()))
                .hasStatus(NfsStatus.NOT_ONLY_OP);
        bind(connection, session, ChannelDirFromClient.FORE, ChannelDirFromServer.FORE);
    }

    @Check(
            id = "BIND-004",
            rule = "BIND_CONN_TO_SESSION is alone in its COMPOUND, so not behind SEQUENCE",
            sends = "SEQUENCE and BIND_CONN_TO_SESSION of the same session, GETFH",
            accepts = "An error from BIND_CONN_TO_SESSION; the session lives",
            requirements = "18.34.3-R02",
            needs = Need.CONNECTIONS,
            bugs = "B-054")
    void bindBehindSequence(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = cx.client().newConnection();
        Reply reply =
                connection.call(
                        session.sequence(0, 1),
                        Ops.bind(session.id(), ChannelDirFromClient.FORE),
                        Ops.getFh());
        assertThatReply(reply).because("it is not the only operation").isError();
        Handshake.require(
                reply.results().size() <= 2,
                "results of {SEQUENCE, BIND_CONN_TO_SESSION, GETFH}",
                "no result of GETFH",
                reply.results().size() + " results");
        int next = reply.hasCompound() && reply.sequenceSucceeded() ? 2 : 1;
        assertThatReply(connection.call(session.sequence(0, next), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "BIND-005",
            rule = "Asking for what a connection already is has no effect and succeeds",
            sends =
                    "BIND_CONN_TO_SESSION twice the same on connections for the fore channel, the"
                            + " backchannel and for both if it can be had",
            accepts = "NFS4_OK with the same channels; slots and sequence ids are untouched",
            requirements = "18.34.3-R09",
            needs = Need.CONNECTIONS,
            bugs = "B-055")
    void bindRepeated(CheckContext cx) {
        NfsSession session = withBackChannel(cx);
        for (ChannelDirFromClient direction : ChannelDirFromClient.known()) {
            NfsConnection connection = cx.client().newConnection();
            Reply first = connection.call(Ops.bind(session.id(), direction));
            assertThatReply(first).isOk();
            Reply again = connection.call(Ops.bind(session.id(), direction));
            assertThatReply(again).because(direction + " again").isOk();
            Handshake.requireSame(
                    "bctsr_dir of " + direction + " again",
                    first.result(0, BindConnToSessionResOk.class).dir(),
                    again.result(0, BindConnToSessionResOk.class).dir());
        }
        Handshake.requireAlive(session);
    }

    @Check(
            id = "BIND-006",
            rule = "Demanding other channels for a connection that has its own is refused",
            sends =
                    "CDFC4_BACK on a connection bound with CDFC4_FORE; CDFC4_FORE on one bound"
                            + " with CDFC4_BACK",
            accepts = "NFS4ERR_INVAL; asking for the old channel again still succeeds",
            requirements = {"18.34.3-R09", "18.34.3-R10"},
            needs = Need.CONNECTIONS,
            bugs = "B-055")
    void otherChannelDemanded(CheckContext cx) {
        NfsSession session = withBackChannel(cx);
        NfsConnection fore =
                bound(cx, session, ChannelDirFromClient.FORE, ChannelDirFromServer.FORE);
        NfsConnection back =
                bound(cx, session, ChannelDirFromClient.BACK, ChannelDirFromServer.BACK);
        assertThatReply(fore.call(Ops.bind(session.id(), ChannelDirFromClient.BACK)))
                .because("the connection is bound to the fore channel")
                .endsAt(0, NfsStatus.INVAL);
        assertThatReply(back.call(Ops.bind(session.id(), ChannelDirFromClient.FORE)))
                .because("the connection is bound to the backchannel")
                .endsAt(0, NfsStatus.INVAL);
        bind(fore, session, ChannelDirFromClient.FORE, ChannelDirFromServer.FORE);
        bind(back, session, ChannelDirFromClient.BACK, ChannelDirFromServer.BACK);
    }

    @Check(
            id = "BIND-007",
            rule = "A connection that has both channels cannot be asked to have one",
            sends =
                    "On a connection that CREATE_SESSION has given both: CDFC4_FORE_OR_BOTH and"
                            + " CDFC4_BACK_OR_BOTH, then CDFC4_FORE and CDFC4_BACK",
            accepts = "CDFS4_BOTH twice, then NFS4ERR_INVAL twice",
            requirements = {"18.34.3-R09", "18.34.3-R10"},
            bugs = "B-055")
    void oneChannelDemandedOnAConnectionWithBoth(CheckContext cx) {
        NfsSession session = withBackChannel(cx);
        NfsConnection connection = cx.client().connection();
        bind(connection, session, ChannelDirFromClient.FORE_OR_BOTH, ChannelDirFromServer.BOTH);
        bind(connection, session, ChannelDirFromClient.BACK_OR_BOTH, ChannelDirFromServer.BOTH);
        for (ChannelDirFromClient one :
                List.of(ChannelDirFromClient.FORE, ChannelDirFromClient.BACK)) {
            assertThatReply(connection.call(Ops.bind(session.id(), one)))
                    .because(one + " on a connection with both channels")
                    .endsAt(0, NfsStatus.INVAL);
        }
        Handshake.requireAlive(session);
    }

    @Check(
            id = "BIND-008",
            rule = "A direction that does not exist is refused",
            sends = "BIND_CONN_TO_SESSION with bctsa_dir 0, 4, 5 and 8 on a new connection",
            accepts = "NFS4ERR_BADXDR, NFS4ERR_INVAL or RPC GARBAGE_ARGS",
            sections = {"18.34.1", "18.34.3"},
            needs = Need.CONNECTIONS)
    void undefinedDirection(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = cx.client().newConnection();
        for (int direction : new int[] {0, 4, 5, 8}) {
            Op op = Undecodable.op(Ops.bind(session.id(), ChannelDirFromClient.of(direction)));
            Undecodable.require(connection.call(Compound.of().plus(op)), NfsStatus.INVAL);
        }
        assertThatReply(connection.call(Ops.bind(session.id(), ChannelDirFromClient.FORE))).isOk();
    }

    @Check(
            id = "BIND-009",
            rule = "Without state protection any user may bind a connection",
            sends = "BIND_CONN_TO_SESSION as another user on a new connection",
            accepts = "NFS4_OK",
            sections = "18.34.3",
            needs = {Need.CONNECTIONS, Need.USERS})
    void bindByAnotherUser(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = cx.client().newConnection();
        Compound request = Compound.of(Ops.bind(session.id(), ChannelDirFromClient.FORE));
        assertThatReply(connection.send(request, cx.secondUser()).await()).isOk();
        assertThatReply(connection.call(session.sequence(0, 1), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "BIND-010",
            rule = "Without state protection SEQUENCE alone gives a connection the fore channel",
            sends =
                    "SEQUENCE on a new connection without BIND_CONN_TO_SESSION, then"
                            + " BIND_CONN_TO_SESSION with CDFC4_FORE",
            accepts = "NFS4_OK and CDFS4_FORE",
            requirements = {"2.10.5-R04", "18.34.3-R09"},
            sections = {"2.10.3.1", "18.34.3"},
            needs = Need.CONNECTIONS)
    void sequenceOnAnUnboundConnection(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = cx.client().newConnection();
        assertThatReply(connection.call(session.sequence(0, 1), Ops.putRootFh())).isOk();
        bind(connection, session, ChannelDirFromClient.FORE, ChannelDirFromServer.FORE);
        assertThatReply(connection.call(session.sequence(0, 2), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "BIND-011",
            rule = "One connection can belong to several sessions, also of several clients",
            sends =
                    "BIND_CONN_TO_SESSION of two sessions of a client and one of another on one"
                            + " connection, then SEQUENCEs in turn, twice",
            accepts = "NFS4_OK for all",
            requirements = "2.10.5-R01",
            sections = "2.10.3.1",
            needs = Need.CONNECTIONS,
            bugs = "B-059")
    void oneConnectionForSeveralSessions(CheckContext cx) {
        NfsClient other = cx.newClient();
        List<NfsSession> sessions = List.of(cx.newSession(), cx.newSession(), other.connect());
        NfsConnection connection = cx.client().newConnection();
        for (NfsSession session : sessions) {
            bind(connection, session, ChannelDirFromClient.FORE, ChannelDirFromServer.FORE);
        }
        for (int round = 1; round <= 2; round++) {
            for (NfsSession session : sessions) {
                Exchange use = session.slot(0).start(connection, false, Ops.putRootFh());
                assertThatReply(use.await()).isOk();
            }
        }
    }

    @Check(
            id = "BIND-012",
            rule = "RDMA is not granted over TCP",
            sends = "BIND_CONN_TO_SESSION with bctsa_use_conn_in_rdma_mode",
            accepts = "NFS4_OK without RDMA, or an error; the connection goes on as before",
            sections = "18.34.3",
            needs = Need.CONNECTIONS)
    void rdmaOverTcp(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = cx.client().newConnection();
        Reply reply =
                connection.call(
                        new BindConnToSessionArgs(session.id(), ChannelDirFromClient.FORE, true));
        if (reply.isOk()) {
            Handshake.requireSame(
                    "bctsr_use_conn_in_rdma_mode",
                    false,
                    reply.result(0, BindConnToSessionResOk.class).useConnInRdmaMode());
        }
        assertThatReply(connection.call(session.sequence(0, 1), Ops.putRootFh())).isOk();
    }

    /** A session that has a backchannel, which every server has to support (2.10.3). */
    private static NfsSession withBackChannel(CheckContext cx) {
        NfsSession session = cx.newSession();
        Handshake.require(
                (session.created().flags() & CreateSessionFlags.CONN_BACK_CHAN) != 0,
                "csr_flags",
                "CREATE_SESSION4_FLAG_CONN_BACK_CHAN as asked for",
                "0x" + Integer.toHexString(session.created().flags()));
        return session;
    }

    /** A new connection with these channels. */
    private static NfsConnection bound(
            CheckContext cx,
            NfsSession session,
            ChannelDirFromClient direction,
            ChannelDirFromServer... expected) {
        NfsConnection connection = cx.client().newConnection();
        bind(connection, session, direction, expected);
        return connection;
    }

    private static void bind(
            NfsConnection connection,
            NfsSession session,
            ChannelDirFromClient direction,
            ChannelDirFromServer... expected) {
        Reply reply = connection.call(Ops.bind(session.id(), direction));
        assertThatReply(reply).because("BIND_CONN_TO_SESSION with " + direction).isOk();
        BindConnToSessionResOk result = reply.result(0, BindConnToSessionResOk.class);
        Handshake.requireSame("bctsr_sessid", session.id(), result.sessionId());
        Handshake.requireSame("bctsr_use_conn_in_rdma_mode", false, result.useConnInRdmaMode());
        Handshake.require(
                List.of(expected).contains(result.dir()),
                "bctsr_dir after " + direction,
                List.of(expected).toString(),
                result.dir().toString());
    }
}
