package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.util.HashSet;
import java.util.Set;

/** Ids of what is gone, and ids in the hands of somebody they were not given to. */
final class ReusedIdChecks {
    private static final int CLIENTS = 40;

    @Check(
            id = "CID-101",
            rule = "A client id that is gone is not given to another client",
            sends =
                    "40 clients one after the other, each with CREATE_SESSION, DESTROY_SESSION and"
                            + " DESTROY_CLIENTID; CREATE_SESSION with each of the old client ids"
                            + " while a new client is there",
            accepts =
                    "A client id of its own and a session id of its own for each, and"
                            + " NFS4ERR_STALE_CLIENTID for the old client ids; the new client's"
                            + " session goes on",
            requirements = "2.4.2-R02",
            sections = {"18.35.3", "18.50.4"},
            bugs = "B-162")
    void clientIdsOfDestroyedClients(CheckContext cx) {
        Set<Long> clientIds = new HashSet<>();
        Set<SessionId> sessionIds = new HashSet<>();
        for (int i = 0; i < CLIENTS; i++) {
            NfsClient client = cx.newClient();
            SessionId session = client.createSession().id();
            requireNew("eir_clientid", clientIds.add(client.clientId()));
            requireNew("csr_sessionid", sessionIds.add(session));
            assertThatReply(client.call(Ops.destroySession(session))).isOk();
            assertThatReply(client.call(Ops.destroyClientId(client.clientId()))).isOk();
        }
        NfsClient fresh = cx.newClient();
        NfsSession session = fresh.connect();
        requireNew("eir_clientid", !clientIds.contains(fresh.clientId()));
        for (long old : clientIds) {
            for (int sequence : new int[] {1, fresh.createSequence()}) {
                assertThatReply(fresh.call(Ops.createSession(old, sequence)))
                        .because("the client id was destroyed")
                        .endsAt(0, NfsStatus.STALE_CLIENTID);
            }
        }
        Handshake.requireAlive(session);
    }

    private static void requireNew(String what, boolean isNew) {
        if (!isNew) {
            throw new CheckFailure(what, "one that was never used", "one that was used before");
        }
    }

    @Check(
            id = "SEQ-102",
            rule = "A stateid is of use only on sessions of the client that it was given to",
            sends =
                    "OPEN by one client; READ with its stateid on a session of another client, on"
                            + " another session of the first, and CLOSE on that",
            accepts = "NFS4ERR_BAD_STATEID for the other client, NFS4_OK for the first",
            requirements = "18.46.4-R01",
            sections = "8.2.4",
            needs = Need.FILES,
            bugs = "B-122")
    void stateIdOfAnotherClient(CheckContext cx) {
        cx.file("opened", (byte) 1);
        Reply opened =
                cx.session()
                        .require(
                                Ops.putFh(cx.directory()),
                                Ops.open("opened", "owner", OpenShare.ACCESS_READ));
        StateId stateId = opened.result(OpenResOk.class).stateId();
        NfsSession stranger = cx.newClient().connect();
        assertThatReply(
                        stranger.compound(
                                Ops.putFh(cx.directory()),
                                Ops.lookup("opened"),
                                Ops.read(stateId, 0, 1)))
                .because("the stateid is another client's")
                .endsAt(3, NfsStatus.BAD_STATEID);
        NfsSession second = cx.newSession();
        assertThatReply(
                        second.compound(
                                Ops.putFh(cx.directory()),
                                Ops.lookup("opened"),
                                Ops.read(stateId, 0, 1),
                                Ops.close(stateId)))
                .because("the session is of the client that opened the file")
                .isOk();
    }
}
