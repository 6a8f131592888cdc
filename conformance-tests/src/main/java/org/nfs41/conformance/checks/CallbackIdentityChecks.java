package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** As what a server calls its client (RFC 8881 sections 18.33.3 and 18.36.3). */
final class CallbackIdentityChecks {
    private static final String FILE = "file";
    private static final int OTHER_PROGRAM = 0x40000123;
    private static final int AUTH_TOOWEAK = 5;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int ATTEMPTS = 12;

    private static final AuthSysParms PARMS =
            new AuthSysParms(0x5157, Opaque.utf8("caller"), 77, 78, List.of(79, 80));

    @Check(
            id = "CB-120",
            rule = "Calls go to the program that CREATE_SESSION named, in minor version 1",
            sends = "CREATE_SESSION with csa_cb_program 0x40000123; a conflict with a delegation",
            accepts = "CB_RECALL to that program; csa_sessionid is the session",
            requirements = {"18.36.3-R21", "18.36.3-R23"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-068")
    void programOfTheSession(CheckContext cx) {
        NfsSession session = session(cx, OTHER_PROGRAM, List.of(Ops.authSys()));
        Callback recall = recall(cx, session);
        Handshake.requireSame("program of CB_RECALL", OTHER_PROGRAM, recall.call().program());
        Handshake.requireSame(
                "minor version of CB_RECALL",
                1,
                Objects.requireNonNull(recall.compound()).minorVersion());
        Handshake.requireSame(
                "csa_sessionid of CB_RECALL", session.id(), recall.sequence().sessionId());
    }

    @Check(
            id = "CB-121",
            rule = "Calls carry the AUTH_SYS credential that the client offered",
            sends =
                    "CREATE_SESSION with AUTH_SYS of uid 77, gid 78 and two more groups; a conflict"
                            + " with a delegation",
            accepts =
                    "CB_RECALL under AUTH_SYS of that uid and gid; other groups, another machine"
                            + " name or stamp are a warning",
            requirements = "2.10.8.2-R01",
            sections = "18.36.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-069")
    void credentialThatWasOffered(CheckContext cx) throws XdrException {
        NfsSession session =
                session(cx, Callbacks.PROGRAM, List.of(new CallbackSecParms.Sys(PARMS)));
        requireParms(cx, recall(cx, session));
    }

    private static void requireParms(CheckContext cx, Callback recall) throws XdrException {
        Credential used = recall.call().credential();
        Handshake.requireSame("flavor of CB_RECALL", Credential.AUTH_SYS, used.flavor());
        AuthSysParms parms = AuthSysParms.decode(new XdrReader(used.body()));
        Handshake.requireSame("uid of CB_RECALL", PARMS.uid(), parms.uid());
        Handshake.requireSame("gid of CB_RECALL", PARMS.gid(), parms.gid());
        if (!parms.equals(PARMS)) {
            cx.warn("the credential of CB_RECALL is " + parms + ", offered was " + PARMS);
        }
    }

    @Check(
            id = "CB-122",
            rule = "Calls carry no credential when the client offered AUTH_NONE alone",
            sends = "CREATE_SESSION with AUTH_NONE; a conflict with a delegation",
            accepts = "CB_RECALL under AUTH_NONE",
            requirements = "2.10.8.2-R01",
            sections = "18.36.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-069")
    void authNoneThatWasOffered(CheckContext cx) {
        NfsSession session = session(cx, Callbacks.PROGRAM, List.of(new CallbackSecParms.None()));
        Callback recall = recall(cx, session);
        Handshake.requireSame(
                "flavor of CB_RECALL", Credential.AUTH_NONE, recall.call().credential().flavor());
    }

    @Check(
            id = "CB-123",
            rule = "BACKCHANNEL_CTL changes the credential and the program of calls",
            sends =
                    "A delegation; BACKCHANNEL_CTL with another program and AUTH_SYS of another"
                            + " uid; a conflict with the delegation",
            accepts = "CB_RECALL to that program under that credential",
            requirements = "18.36.3-R21",
            sections = "18.33.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-070")
    void credentialOfBackchannelControl(CheckContext cx) throws XdrException {
        NfsSession session = cx.newClient().connect();
        DelegationHolder holder = DelegationHolder.reading(cx, session, FILE, cx.file(FILE));
        session.require(
                new BackchannelCtlArgs(OTHER_PROGRAM, List.of(new CallbackSecParms.Sys(PARMS))));
        Callback recall = recall(cx, holder);
        Handshake.requireSame("program of CB_RECALL", OTHER_PROGRAM, recall.call().program());
        requireParms(cx, recall);
    }

    @Check(
            id = "CB-124",
            rule = "A client that refuses all calls is told so, and is not trusted to be callable",
            sends =
                    "A client that answers each call with AUTH_TOOWEAK; OPENs that want a"
                            + " delegation",
            accepts =
                    "No delegation, or a flag in SEQUENCE that tells of the backchannel's fault"
                            + " once a call was refused",
            sections = {"10.2", "10.4", "18.46.3"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK},
            bugs = "B-069")
    void clientThatRefusesAllCalls(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        Callbacks callbacks = session.client().callbacks();
        callbacks.always(CallbackOperation.CB_SEQUENCE, CallbackAnswer.authError(AUTH_TOOWEAK));
        for (int i = 0; i < ATTEMPTS; i++) {
            String name = FILE + i;
            cx.file(name);
            var reply =
                    session.compound(
                            Ops.putFh(cx.directory()),
                            Ops.open(
                                    name,
                                    "owner",
                                    OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_READ_DELEG));
            assertThatReply(reply).isOk();
            OpenDelegation given = reply.result(OpenResOk.class).delegation();
            int flags = reply.result(SequenceResOk.class).statusFlags();
            boolean told =
                    (flags
                                    & (SequenceStatusFlags.CB_PATH_DOWN
                                            | SequenceStatusFlags.CB_PATH_DOWN_SESSION
                                            | SequenceStatusFlags.BACKCHANNEL_FAULT))
                            != 0;
            boolean refused = !callbacks.received(CbSequenceArgs.class).isEmpty();
            if (told) {
                return;
            }
            boolean granted = DelegationHolder.granted(given) != null;
            Handshake.require(
                    !(granted && refused),
                    "delegation for a client that has refused a call",
                    "none, or a flag",
                    "a delegation and flags " + flags);
            cx.pause(PAUSE, "the server may try the backchannel");
            if (granted) {
                Rival.wantsToWrite(cx, name);
                cx.pause(PAUSE, "the server recalls the delegation");
            }
        }
        if (callbacks.received(CbSequenceArgs.class).isEmpty()) {
            throw cx.unsupported("nothing is called, and no delegation is granted");
        }
    }

    private static NfsSession session(CheckContext cx, int program, List<CallbackSecParms> parms) {
        NfsSession session =
                cx.newClient()
                        .createSession(args ->
                                new CreateSessionArgs(
                                        args.clientId(),
                                        args.sequence(),
                                        args.flags(),
                                        args.foreChannelAttributes(),
                                        args.backChannelAttributes(),
                                        program,
                                        parms));
        session.require(Ops.reclaimComplete());
        return session;
    }

    private static Callback recall(CheckContext cx, NfsSession session) {
        return recall(cx, DelegationHolder.reading(cx, session, FILE, cx.file(FILE)));
    }

    private static Callback recall(CheckContext cx, DelegationHolder holder) {
        Rival rival = Rival.wantsToWrite(cx, FILE);
        Callback recall = holder.awaitRecall("OPEN for writing by another client");
        holder.giveBack();
        rival.requireThrough();
        return recall;
    }
}
