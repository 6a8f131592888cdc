package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StateProtectOps;
import org.nfs41.xdr.op.StateProtectR;

import java.time.Duration;

/** What sessions are to their connections, and what is left of those that have ended. */
final class SessionAssociationChecks {
    private static final int PATH_DOWN =
            SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION;

    /** How often the flags are looked at: six seconds. */
    private static final int LOOKS = 24;

    private static final Duration PAUSE = Duration.ofMillis(250);

    @Check(
            id = "BIND-100",
            rule = "A backchannel that is lost and bound anew is no longer told to be down",
            sends =
                    "A session's only connection is cut; SEQUENCE on another for up to six seconds"
                            + " until it tells of the loss; BIND_CONN_TO_SESSION with"
                            + " CDFC4_BACK_OR_BOTH; SEQUENCE on the other for up to six seconds",
            accepts =
                    "SEQ4_STATUS_CB_PATH_DOWN and CB_PATH_DOWN_SESSION are gone in the end; a"
                            + " server that never tells of the loss is not judged",
            sections = {"18.46.3", "2.10.13.2.4", "18.34.3"},
            needs = Need.CONNECTIONS,
            bugs = "B-061")
    void backChannelBoundAnew(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.createSession();
        NfsConnection fore = client.newConnection();
        session.slot(0).start(fore, false).await();
        client.connection().cut();
        if (flagsUntil(cx, session, fore, true) == 0) {
            throw cx.skipped("the server does not tell that the backchannel is down");
        }
        NfsConnection back = client.newConnection();
        assertThatReply(back.call(Ops.bind(session.id(), ChannelDirFromClient.BACK_OR_BOTH)))
                .isOk();
        Handshake.requireSame(
                "SEQ4_STATUS_CB_PATH_DOWN* long after the backchannel was bound",
                0,
                flagsUntil(cx, session, fore, false));
    }

    /** Looks at the flags of a lost backchannel until they are as wanted, or time is up. */
    private static int flagsUntil(
            CheckContext cx, NfsSession session, NfsConnection connection, boolean down) {
        int flags = 0;
        for (int i = 0; i < LOOKS; i++) {
            Reply reply = session.slot(0).start(connection, false).await();
            assertThatReply(reply).isOk();
            flags = reply.result(0, SequenceResOk.class).statusFlags() & PATH_DOWN;
            if (down == (flags != 0)) {
                return flags;
            }
            cx.pause(PAUSE, "the server may take its time to notice");
        }
        return flags;
    }

    @Check(
            id = "BIND-101",
            rule = "A session without a backchannel is given one by BIND_CONN_TO_SESSION",
            sends =
                    "CREATE_SESSION without CREATE_SESSION4_FLAG_CONN_BACK_CHAN; on a new"
                        + " connection BIND_CONN_TO_SESSION with CDFC4_BACK, SEQUENCE on the first",
            accepts = "CDFS4_BACK; NFS4_OK, and no flag that tells of a lost backchannel",
            requirements = "18.34.3-R06",
            sections = {"18.34.3", "2.10.11.3"},
            needs = Need.CONNECTIONS)
    void backChannelForASessionWithout(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.createSession(args -> Handshake.withFlags(args, 0));
        Reply bound =
                client.newConnection().call(Ops.bind(session.id(), ChannelDirFromClient.BACK));
        assertThatReply(bound).isOk();
        Handshake.requireSame(
                "bctsr_dir",
                ChannelDirFromServer.BACK,
                bound.result(0, BindConnToSessionResOk.class).dir());
        Handshake.requireSame(
                "SEQ4_STATUS_CB_PATH_DOWN*",
                0,
                flagsUntil(cx, session, client.connection(), false));
    }

    @Check(
            id = "BIND-102",
            rule = "A client that asked for it is served on connections only that it has bound",
            sends =
                    "EXCHANGE_ID with SP4_MACH_CRED that has BIND_CONN_TO_SESSION enforced;"
                        + " SEQUENCE on a connection that was not bound; BIND_CONN_TO_SESSION under"
                        + " AUTH_SYS",
            accepts =
                    "NFS4ERR_CONN_NOT_BOUND_TO_SESSION, then any error; a server that grants no"
                            + " protection to AUTH_SYS is not judged",
            requirements = "2.10.5-R04",
            sections = {"18.34.3", "2.10.8.3", "18.46.3"},
            needs = Need.CONNECTIONS,
            bugs = "B-174")
    void unboundConnectionOfAProtectedClient(CheckContext cx) {
        NfsClient client = cx.newClient();
        StateProtectOps enforced =
                new StateProtectOps(Bitmap.of(Operation.BIND_CONN_TO_SESSION.value()), Bitmap.of());
        Reply reply =
                client.call(
                        new ExchangeIdArgs(
                                client.owner(), 0, new StateProtectA.MachCred(enforced), null));
        if (!reply.hasCompound()
                || !reply.isOk()
                || reply.result(0, ExchangeIdResOk.class).stateProtect()
                        instanceof StateProtectR.None) {
            throw cx.skipped("state protection takes RPCSEC_GSS, which the suite does not speak");
        }
        client.adopt(reply.result(0, ExchangeIdResOk.class));
        NfsSession session = client.createSession();
        NfsConnection other = client.newConnection();
        assertThatReply(other.call(session.sequence(0, 1), Ops.putRootFh()))
                .endsAt(0, NfsStatus.CONN_NOT_BOUND_TO_SESSION);
        Reply bound = other.call(Ops.bind(session.id(), ChannelDirFromClient.FORE));
        if (bound.hasCompound()) {
            assertThatReply(bound).because("AUTH_SYS proves nothing").isError();
        }
    }

    @Check(
            id = "CS-100",
            rule = "The stored result of CREATE_SESSION outlives its session",
            sends = "CREATE_SESSION, DESTROY_SESSION, the CREATE_SESSION again; then the next one",
            accepts =
                    "The first result again, and no session by it: DESTROY_CLIENTID succeeds when"
                            + " the last is destroyed",
            requirements = "18.36.4-R03",
            sections = "18.36.4",
            bugs = "B-036")
    void createSessionRetriedAfterItsSessionWasDestroyed(CheckContext cx) {
        NfsClient client = cx.newClient();
        Reply first = client.call(client.createSessionArgs());
        assertThatReply(first).isOk();
        NfsSession gone = client.adopt(first.result(0, CreateSessionResOk.class));
        assertThatReply(client.call(Ops.destroySession(gone.id()))).isOk();
        assertThatReply(client.connection().retry(first.exchange()).await()).repeats(first);
        Handshake.requireGone(gone);
        NfsSession next = client.createSession();
        assertThatReply(client.call(Ops.destroySession(next.id()))).isOk();
        assertThatReply(client.call(Ops.destroyClientId(client.clientId())))
                .because("no session is left")
                .isOk();
    }

    @Check(
            id = "CS-101",
            rule = "Destroying a client id that was not confirmed harms no other of its owner",
            sends =
                    "EXCHANGE_ID of a confirmed client's owner with another verifier,"
                            + " DESTROY_CLIENTID of what it returns, twice; the client's session",
            accepts = "NFS4_OK, NFS4ERR_STALE_CLIENTID; the session lives, the client id is known",
            requirements = "2.4.2-R02",
            sections = "18.50.3")
    void unconfirmedClientIdBesideAConfirmedOne(CheckContext cx) {
        NfsClient client = cx.client();
        NfsClient restarted = cx.restarted(client);
        long unconfirmed = restarted.clientId();
        assertThatReply(restarted.call(Ops.destroyClientId(unconfirmed))).isOk();
        assertThatReply(restarted.call(Ops.destroyClientId(unconfirmed)))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
        Handshake.requireAlive(cx.session());
        Handshake.requireRecordIntact(client);
    }
}
