package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;

/** When DESTROY_CLIENTID ends a client id, and what is left then. */
final class DestroyClientIdChecks {
    @Check(
            id = "CS-080",
            rule = "A client id ends when its sessions are gone, and not before",
            sends =
                    "DESTROY_CLIENTID with an idle session, DESTROY_SESSION, DESTROY_CLIENTID"
                            + " twice, CREATE_SESSION",
            accepts =
                    "NFS4ERR_CLIENTID_BUSY and the session lives; NFS4_OK; then"
                            + " NFS4ERR_STALE_CLIENTID",
            requirements = {"18.50.3-R01", "2.4.2-R02", "2.4.2-R03"},
            bugs = "B-048")
    void clientIdWithASession(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.createSession();
        ArgOp destroy = Ops.destroyClientId(client.clientId());
        assertThatReply(client.call(destroy)).endsAt(0, NfsStatus.CLIENTID_BUSY);
        Handshake.requireAlive(session);
        assertThatReply(client.call(Ops.destroySession(session.id()))).isOk();
        assertThatReply(client.call(destroy)).because("no session is left").isOk();
        assertThatReply(client.call(destroy)).endsAt(0, NfsStatus.STALE_CLIENTID);
        assertThatReply(client.call(client.createSessionArgs()))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
    }

    @Check(
            id = "CS-081",
            rule = "A client id with an open file does not end, even without a session",
            sends =
                    "OPEN with deny bits, DESTROY_SESSION of the only session, DESTROY_CLIENTID,"
                            + " OPEN by another client, CREATE_SESSION, CLOSE",
            accepts =
                    "NFS4ERR_CLIENTID_BUSY, NFS4ERR_SHARE_DENIED for the other client, NFS4_OK for"
                            + " CLOSE",
            requirements = {"18.50.3-R01", "2.4.2-R03"},
            needs = Need.FILES,
            bugs = "B-049")
    void clientIdWithAnOpenFile(CheckContext cx) {
        FileHandle file = cx.file("held");
        NfsClient client = cx.client();
        NfsSession other = cx.newClient().mainSession();
        StateId state = Handshake.openAlone(cx, cx.session(), "held");
        assertThatReply(client.call(Ops.destroySession(cx.session().id()))).isOk();
        assertThatReply(client.call(Ops.destroyClientId(client.clientId())))
                .because("the client has a file open")
                .endsAt(0, NfsStatus.CLIENTID_BUSY);
        assertThatReply(Handshake.openToo(cx, other, "held")).endsAt(2, NfsStatus.SHARE_DENIED);
        NfsSession next = client.createSession();
        assertThatReply(next.compound(Ops.putFh(file), Ops.close(state))).isOk();
    }

    @Check(
            id = "CS-082",
            rule = "No client id ends from within a session of its own",
            sends = "SEQUENCE and DESTROY_CLIENTID of the session's client id",
            accepts = "NFS4ERR_CLIENTID_BUSY; the session lives",
            requirements = "18.50.3-R02",
            bugs = "B-173")
    void ownClientIdBehindSequence(CheckContext cx) {
        assertThatReply(cx.session().compound(Ops.destroyClientId(cx.client().clientId())))
                .endsAt(1, NfsStatus.CLIENTID_BUSY);
        Handshake.requireAlive(cx.session());
    }

    @Check(
            id = "CS-083",
            rule = "Behind SEQUENCE the client id of another client can be destroyed",
            sends =
                    "SEQUENCE, DESTROY_CLIENTID of another client that has a session; without it;"
                            + " PUTROOTFH and GETFH",
            accepts =
                    "NFS4ERR_CLIENTID_BUSY; then NFS4_OK for all, and the client id is"
                            + " NFS4ERR_STALE_CLIENTID",
            requirements = "18.50.3-R01",
            sections = "18.50.3",
            bugs = "B-173")
    void otherClientIdBehindSequence(CheckContext cx) {
        NfsClient other = cx.newClient();
        NfsSession session = other.createSession();
        ArgOp destroy = Ops.destroyClientId(other.clientId());
        assertThatReply(cx.session().compound(destroy)).endsAt(1, NfsStatus.CLIENTID_BUSY);
        assertThatReply(other.call(Ops.destroySession(session.id()))).isOk();
        assertThatReply(cx.session().compound(destroy, Ops.putRootFh(), Ops.getFh())).isOk();
        assertThatReply(other.call(other.createSessionArgs())).endsAt(0, NfsStatus.STALE_CLIENTID);
    }

    @Check(
            id = "CS-084",
            rule = "A client id that the server does not know cannot be destroyed",
            sends = "DESTROY_CLIENTID of an unknown client id, alone and behind SEQUENCE",
            accepts = "NFS4ERR_STALE_CLIENTID",
            sections = {"18.50.3", "2.4"},
            bugs = "B-173")
    void unknownClientId(CheckContext cx) {
        ArgOp destroy = Ops.destroyClientId(~cx.client().clientId());
        assertThatReply(cx.client().call(destroy)).endsAt(0, NfsStatus.STALE_CLIENTID);
        assertThatReply(cx.session().compound(destroy)).endsAt(1, NfsStatus.STALE_CLIENTID);
    }

    @Check(
            id = "CS-085",
            rule = "Outside a session DESTROY_CLIENTID is alone in its COMPOUND",
            sends = "DESTROY_CLIENTID and PUTROOTFH, then CREATE_SESSION",
            accepts = "NFS4ERR_NOT_ONLY_OP; the client id is still there",
            requirements = {"18.50.3-R03", "15.1.3.3-R01"},
            bugs = "B-173")
    void destroyClientIdAmongOtherOperations(CheckContext cx) {
        NfsClient client = cx.newClient();
        assertThatReply(client.call(Ops.destroyClientId(client.clientId()), Ops.putRootFh()))
                .hasStatus(NfsStatus.NOT_ONLY_OP);
        Handshake.requireAlive(client.createSession());
    }

    @Check(
            id = "CS-086",
            rule = "A client id that was never confirmed can be destroyed",
            sends = "EXCHANGE_ID, DESTROY_CLIENTID, CREATE_SESSION",
            accepts = "NFS4_OK; then NFS4ERR_STALE_CLIENTID",
            requirements = "2.4.2-R02",
            sections = "18.50.3")
    void unconfirmedClientId(CheckContext cx) {
        NfsClient client = cx.newClient();
        assertThatReply(client.call(Ops.destroyClientId(client.clientId()))).isOk();
        assertThatReply(client.call(client.createSessionArgs()))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
    }

    @Check(
            id = "CS-087",
            rule = "After its client id has ended an owner starts over",
            sends =
                    "DESTROY_SESSION, DESTROY_CLIENTID, then EXCHANGE_ID and CREATE_SESSION with"
                            + " the same owner and verifier",
            accepts = "NFS4_OK; the client id is not confirmed until CREATE_SESSION",
            requirements = {"2.4.2-R02", "2.4.3-R01"})
    void ownerStartsOverAfterItsClientIdHasEnded(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.createSession();
        assertThatReply(client.call(Ops.destroySession(session.id()))).isOk();
        assertThatReply(client.call(Ops.destroyClientId(client.clientId()))).isOk();
        Reply reply = client.exchangeId();
        assertThatReply(reply).isOk();
        Handshake.requireConfirmed(false, client.identity());
        Handshake.requireAlive(client.connect());
        Handshake.requireRecordIntact(client);
    }
}
