package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;

import java.util.List;

/** What BACKCHANNEL_CTL may change of a session's callbacks, and where it may stand. */
final class BackchannelControlChecks {
    private static final int UNDEFINED_FLAVOR = 99;

    @Check(
            id = "BCTL-001",
            rule = "A client may say anew how it wants to be called",
            sends =
                    "BACKCHANNEL_CTL with another program and AUTH_NONE, with AUTH_SYS and three"
                            + " groups, with both, each before a PUTROOTFH; then with the first"
                            + " program again",
            accepts = "NFS4_OK for all; the session goes on",
            sections = {"18.33.3", "17"},
            bugs = {"B-070", "B-169"})
    void otherProgramAndCredentials(CheckContext cx) {
        NfsSession session = cx.newSession();
        session.client().callbacks().expectProgram(Callbacks.PROGRAM + 1);
        CallbackSecParms none = CallbackSecurityChecks.none();
        CallbackSecParms sys = CallbackSecurityChecks.sys();
        for (List<CallbackSecParms> parms :
                List.of(List.of(none), List.of(sys), List.of(sys, none))) {
            ArgOp change = new BackchannelCtlArgs(Callbacks.PROGRAM + 1, parms);
            assertThatReply(session.compound(change, Ops.putRootFh())).isOk();
        }
        assertThatReply(session.compound(back())).isOk();
        Handshake.requireAlive(session);
    }

    @Check(
            id = "BCTL-002",
            rule = "BACKCHANNEL_CTL stands in a COMPOUND that starts with SEQUENCE",
            sends = "BACKCHANNEL_CTL alone, before SEQUENCE and before PUTROOTFH",
            accepts = "NFS4ERR_OP_NOT_IN_SESSION",
            requirements = {"18.33.3-R01", "15.1.3.5-R01"},
            bugs = {"B-070", "B-143"})
    void backchannelControlOutsideASession(CheckContext cx) {
        NfsSession session = cx.newSession();
        ArgOp[][] requests = {
            {back()}, {back(), session.sequence(0, 1)}, {back(), Ops.putRootFh()},
        };
        for (ArgOp[] request : requests) {
            assertThatReply(session.send(request)).endsAt(0, NfsStatus.OP_NOT_IN_SESSION);
        }
        assertThatReply(session.send(session.sequence(0, 1), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "BCTL-003",
            rule = "A GSS handle that the server has not given cannot be used for callbacks",
            sends =
                    "BACKCHANNEL_CTL with RPCSEC_GSS and handles that the server does not know,"
                            + " alone and behind AUTH_NONE and AUTH_SYS",
            accepts = "NFS4ERR_NOENT; the session goes on",
            requirements = "18.33.3-R02",
            bugs = {"B-070", "B-169"})
    void unknownGssHandle(CheckContext cx) {
        NfsSession session = cx.newSession();
        CallbackSecParms gss = CallbackSecurityChecks.unknownGss();
        CallbackSecParms none = CallbackSecurityChecks.none();
        CallbackSecParms sys = CallbackSecurityChecks.sys();
        for (List<CallbackSecParms> parms : List.of(List.of(gss), List.of(none, sys, gss))) {
            ArgOp change = new BackchannelCtlArgs(Callbacks.PROGRAM, parms);
            assertThatReply(session.compound(change)).endsAt(1, NfsStatus.NOENT);
        }
        Handshake.requireAlive(session);
    }

    @Check(
            id = "BCTL-004",
            rule = "A flavor that the XDR does not have is refused",
            sends = "BACKCHANNEL_CTL with flavor 99 behind AUTH_NONE; with a list that is cut off",
            accepts =
                    "NFS4ERR_BADXDR or RPC GARBAGE_ARGS, for the flavor NFS4ERR_INVAL too; the slot"
                            + " still works",
            sections = {"18.33.1", "15.1.1.1"},
            bugs = "B-169")
    void undefinedFlavor(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        Op undefined =
                Op.written(
                        Operation.BACKCHANNEL_CTL,
                        out -> {
                            out.writeInt(Callbacks.PROGRAM);
                            out.writeInt(2);
                            out.writeInt(CallbackSecParms.AUTH_NONE);
                            out.writeInt(UNDEFINED_FLAVOR);
                        });
        slot.refused(slot.send(undefined), "flavor " + UNDEFINED_FLAVOR, NfsStatus.INVAL);
        Op cut =
                Op.written(
                        Operation.BACKCHANNEL_CTL,
                        out -> {
                            out.writeInt(Callbacks.PROGRAM);
                            out.writeInt(3);
                            out.writeInt(CallbackSecParms.AUTH_NONE);
                        });
        slot.refused(slot.send(cut), "a list of 3 with 1 element");
    }

    @Check(
            id = "BCTL-005",
            rule = "Without credentials the program number alone is replaced, or nothing",
            sends = "BACKCHANNEL_CTL with an empty bca_sec_parms",
            accepts =
                    "NFS4_OK; NFS4ERR_INVAL is a warning, as the RFC does not say what an empty"
                            + " list means; the session goes on",
            sections = "18.33.3")
    void noCredentials(CheckContext cx) {
        NfsSession session = cx.newSession();
        Reply reply = session.compound(new BackchannelCtlArgs(Callbacks.PROGRAM, List.of()));
        assertThatReply(reply).hasStatusAt(1, NfsStatus.OK, NfsStatus.INVAL);
        if (!reply.isOk()) {
            cx.warn("BACKCHANNEL_CTL without credentials is refused");
        }
        Handshake.requireAlive(session);
    }

    @Check(
            id = "BCTL-006",
            rule = "A session without a backchannel can be told how it will be called",
            sends =
                    "CREATE_SESSION without CREATE_SESSION4_FLAG_CONN_BACK_CHAN, BACKCHANNEL_CTL on"
                            + " it, twice in one COMPOUND",
            accepts = "NFS4_OK",
            sections = {"2.10.11.3", "18.33.3"})
    void sessionWithoutABackchannel(CheckContext cx) {
        NfsSession session = cx.client().createSession(args -> Handshake.withFlags(args, 0));
        assertThatReply(session.compound(back(), back())).isOk();
        Handshake.requireAlive(session);
    }

    /** What CREATE_SESSION of the suite says. */
    private static ArgOp back() {
        return new BackchannelCtlArgs(Callbacks.PROGRAM, List.of(CallbackSecurityChecks.none()));
    }
}
