package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReclaimCompleteArgs;

import java.time.Duration;

/** What RECLAIM_COMPLETE opens and what it closes (RFC 8881 section 18.51). */
final class ReclaimChecks {
    private static final String NAME = "reclaimed";

    /** A server that is in its grace period may say so for as long as that lasts. */
    private static final int ATTEMPTS = 240;

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Check(
            id = "LEASE-100",
            rule = "A new client gets no lock before it has said that it has nothing to reclaim",
            sends =
                    "EXCHANGE_ID, CREATE_SESSION, OPEN by name and of the current filehandle,"
                            + " RECLAIM_COMPLETE, both OPENs again",
            accepts = "NFS4ERR_GRACE twice; NFS4_OK for all that follows",
            requirements = "18.51.3-R01",
            sections = "8.4.2.1",
            needs = Need.FILES,
            bugs = "B-101")
    void openBeforeReclaimComplete(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        NfsSession session = cx.newClient().createSession();
        assertThatReply(openByName(cx, session)).endsAt(2, NfsStatus.GRACE);
        assertThatReply(openClaiming(session, file, new OpenClaim.Fh())).endsAt(2, NfsStatus.GRACE);
        session.require(Ops.reclaimComplete());
        close(session, file, openPatiently(cx, session));
        Reply again = openClaiming(session, file, new OpenClaim.Fh());
        assertThatReply(again).isOk();
        close(session, file, again.result(OpenResOk.class).stateId());
    }

    @Check(
            id = "LEASE-101",
            rule = "RECLAIM_COMPLETE of a file system that has not moved here means nothing",
            sends =
                    "On a new client: PUTFH and RECLAIM_COMPLETE for one file system, OPEN;"
                            + " RECLAIM_COMPLETE for all, OPEN",
            accepts = "NFS4_OK, NFS4ERR_GRACE; NFS4_OK twice",
            requirements = {"18.51.4-R01", "18.51.4-R02", "18.51.4-R03"},
            sections = "18.51.3",
            level = Level.SHOULD,
            needs = Need.FILES,
            bugs = "B-103")
    void reclaimCompleteOfOneFileSystem(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        NfsSession session = cx.newClient().createSession();
        assertThatReply(session.compound(Ops.putFh(file), new ReclaimCompleteArgs(true))).isOk();
        assertThatReply(openByName(cx, session))
                .because("what is to be reclaimed is not complete")
                .endsAt(2, NfsStatus.GRACE);
        assertThatReply(session.compound(Ops.reclaimComplete()))
                .because("that of one file system does not count")
                .isOk();
        close(session, file, openPatiently(cx, session));
    }

    @Check(
            id = "LEASE-102",
            rule = "RECLAIM_COMPLETE of one file system needs a filehandle to say which",
            sends = "RECLAIM_COMPLETE for one file system without a current filehandle",
            accepts = "NFS4ERR_NOFILEHANDLE; the one for all is still to come, and succeeds",
            sections = {"18.51.3", "15.2"},
            bugs = "B-103")
    void reclaimCompleteOfNoFileSystem(CheckContext cx) {
        NfsSession session = cx.newClient().createSession();
        assertThatReply(session.compound(new ReclaimCompleteArgs(true)))
                .endsAt(1, NfsStatus.NOFILEHANDLE);
        assertThatReply(session.compound(Ops.reclaimComplete())).isOk();
    }

    @Check(
            id = "LEASE-103",
            rule = "RECLAIM_COMPLETE of one file system is no second one of all",
            sends = "RECLAIM_COMPLETE for all; PUTROOTFH and RECLAIM_COMPLETE for one, twice",
            accepts = "NFS4_OK",
            requirements = {"18.51.4-R02", "18.51.4-R03"},
            sections = "18.51.3",
            level = Level.SHOULD,
            bugs = "B-103")
    void reclaimCompleteOfOneFileSystemAfterAll(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        for (int i = 0; i < 2; i++) {
            assertThatReply(session.compound(Ops.putRootFh(), new ReclaimCompleteArgs(true)))
                    .isOk();
        }
    }

    @Check(
            id = "LEASE-104",
            rule = "After RECLAIM_COMPLETE nothing can be reclaimed",
            sends = "RECLAIM_COMPLETE; OPEN that reclaims a file, twice; an ordinary OPEN, CLOSE",
            accepts = "NFS4ERR_NO_GRACE twice; then NFS4_OK",
            requirements = "18.51.3-R03",
            sections = {"18.51.3", "15.1.9.3"},
            needs = Need.FILES,
            bugs = "B-104")
    void reclaimAfterReclaimComplete(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        NfsSession session = cx.newClient().connect();
        for (int i = 0; i < 2; i++) {
            assertThatReply(openClaiming(session, file, reclaim()))
                    .because("the client has completed its reclaim")
                    .endsAt(2, NfsStatus.NO_GRACE);
        }
        close(session, file, openPatiently(cx, session));
    }

    @Check(
            id = "LEASE-105",
            rule = "A client that is new to the server has nothing to reclaim",
            sends = "On a new client, before RECLAIM_COMPLETE: OPEN that reclaims a file",
            accepts = "NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD; RECLAIM_COMPLETE succeeds then",
            sections = {"8.4.2.1", "9.11", "15.1.9.4"},
            needs = Need.FILES,
            bugs = "B-104")
    void reclaimByANewClient(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        NfsSession session = cx.newClient().createSession();
        assertThatReply(openClaiming(session, file, reclaim()))
                .endsAt(2, NfsStatus.NO_GRACE, NfsStatus.RECLAIM_BAD);
        assertThatReply(session.compound(Ops.reclaimComplete())).isOk();
    }

    @Check(
            id = "LEASE-106",
            rule = "It is the client that completes its reclaim, not a session",
            sends = "RECLAIM_COMPLETE on one session, OPEN and RECLAIM_COMPLETE on another",
            accepts = "NFS4_OK for OPEN, NFS4ERR_COMPLETE_ALREADY for the second",
            sections = {"18.51.3", "15.1.9.1"},
            needs = Need.FILES,
            bugs = {"B-101", "B-102"})
    void reclaimCompleteOnAnotherSession(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        NfsClient client = cx.newClient();
        client.connect();
        NfsSession other = client.createSession();
        close(other, file, openPatiently(cx, other));
        assertThatReply(other.compound(Ops.reclaimComplete()))
                .endsAt(1, NfsStatus.COMPLETE_ALREADY);
    }

    @Check(
            id = "LEASE-107",
            rule = "A restarted client has to complete its reclaim anew",
            sends =
                    "A client that has completed its reclaim comes with another verifier: OPEN,"
                            + " RECLAIM_COMPLETE, OPEN",
            accepts = "NFS4ERR_GRACE; then NFS4_OK twice",
            requirements = "18.51.3-R01",
            needs = Need.FILES,
            bugs = {"B-101", "B-102"})
    void reclaimCompleteOfARestartedClient(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        NfsClient client = cx.newClient();
        client.connect();
        NfsSession session = cx.restarted(client).createSession();
        assertThatReply(openByName(cx, session)).endsAt(2, NfsStatus.GRACE);
        assertThatReply(session.compound(Ops.reclaimComplete())).isOk();
        close(session, file, openPatiently(cx, session));
    }

    private static OpenClaim reclaim() {
        return new OpenClaim.Previous(OpenDelegationType.NONE);
    }

    private static Reply openByName(CheckContext cx, NfsSession session) {
        return session.compound(
                Ops.putFh(cx.directory()), open(new OpenClaim.Null(Opaque.utf8(NAME))));
    }

    private static Reply openClaiming(NfsSession session, FileHandle file, OpenClaim claim) {
        return session.compound(Ops.putFh(file), open(claim));
    }

    /** Opens the file; other clients may have something to reclaim yet. */
    private static StateId openPatiently(CheckContext cx, NfsSession session) {
        Reply reply = openByName(cx, session);
        for (int i = 0; i < ATTEMPTS && reply.status().equals(NfsStatus.GRACE); i++) {
            cx.pause(PAUSE, "the server is in its grace period");
            reply = openByName(cx, session);
        }
        assertThatReply(reply).because("the reclaim is complete").isOk();
        return reply.result(OpenResOk.class).stateId();
    }

    private static void close(NfsSession session, FileHandle file, StateId state) {
        assertThatReply(session.compound(Ops.putFh(file), Ops.close(state))).isOk();
    }

    private static OpenArgs open(OpenClaim claim) {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8("owner")),
                new OpenFlag.NoCreate(),
                claim);
    }
}
