package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.GssCbHandles;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.RpcGssService;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.util.List;

/** What csa_sec_parms of CREATE_SESSION may hold, and what refused sessions cost the server. */
final class CallbackSecurityChecks {
    private static final int REFUSALS = 500;

    @Check(
            id = "CS-050",
            rule = "Each flavor of csa_sec_parms is understood",
            sends = "CREATE_SESSION with AUTH_NONE, then with AUTH_SYS and three groups",
            accepts = "NFS4_OK and sessions that work",
            sections = "18.36.3",
            bugs = "B-169")
    void callbacksUnderAuthNoneOrAuthSys(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (List<CallbackSecParms> parms : List.of(List.of(none()), List.of(sys()))) {
            NfsSession session = client.createSession(args -> withSecParms(args, parms));
            Handshake.requireAlive(session);
        }
    }

    @Check(
            id = "CS-051",
            rule = "A GSS context for callbacks is read as a service and two handles",
            sends =
                    "CREATE_SESSION with AUTH_NONE, AUTH_SYS with three groups and RPCSEC_GSS with"
                            + " handles that the server does not know",
            accepts = "NFS4ERR_NOENT for the unknown handle, or NFS4_OK with one of the others",
            sections = {"18.36.1", "18.36.3"},
            bugs = "B-169")
    void callbacksUnderAnUnknownGssContext(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs args = client.createSessionArgs();
        Reply reply = client.call(withSecParms(args, List.of(none(), sys(), unknownGss())));
        assertThatReply(reply).hasStatus(NfsStatus.OK, NfsStatus.NOENT);
        if (reply.isOk()) {
            Handshake.requireAlive(client.adopt(reply.result(0, CreateSessionResOk.class)));
        }
    }

    @Check(
            id = "CS-052",
            rule = "Refused CREATE_SESSIONs cost the server nothing that lasts",
            sends =
                    "500 times SEQUENCE and CREATE_SESSION with a reply size of zero for the fore"
                            + " or the backchannel, then a right one",
            accepts = "Errors; then NFS4_OK with as many slots as before",
            sections = "18.36.4",
            needs = Need.LOAD,
            bugs = "B-171")
    void manyRefusedCreateSessions(CheckContext cx) {
        NfsClient client = cx.client();
        int slots = cx.session().slotCount();
        int first = client.createSequence();
        int sequence = first;
        for (int i = 0; i < REFUSALS; i++) {
            Reply reply = refusedCall(cx, client, sequence, i % 2 == 0);
            if (i == 1 && reply.status().equals(NfsStatus.SEQ_MISORDERED)) {
                sequence = first;
            } else {
                assertThatReply(reply).endsAt(1, NfsStatus.TOOSMALL);
                // Some servers count a refused call as one of the sequence, others do not.
                sequence += i == 0 || sequence != first ? 1 : 0;
            }
        }
        Reply good = client.call(Ops.createSession(client.clientId(), sequence));
        if (good.status().equals(NfsStatus.SEQ_MISORDERED)) {
            good = client.call(Ops.createSession(client.clientId(), first));
        }
        assertThatReply(good).isOk();
        NfsSession session = client.adopt(good.result(0, CreateSessionResOk.class));
        Handshake.requireSame("slots of the last session", slots, session.slotCount());
        Handshake.requireAlive(session);
    }

    /** One call that is to be refused; ends the check on a server that grants even this. */
    private static Reply refusedCall(
            CheckContext cx, NfsClient client, int sequence, boolean foreChannel) {
        CreateSessionArgs args = Ops.createSession(client.clientId(), sequence);
        ChannelAttributes none = Ops.channel(65536, 0, 0, 16, 4);
        CreateSessionArgs bad =
                foreChannel
                        ? Handshake.withFore(args, none)
                        : Handshake.withChannels(args, args.foreChannelAttributes(), none);
        Reply reply = cx.session().compound(bad);
        if (reply.isOk()) {
            client.adopt(reply.result(1, CreateSessionResOk.class));
            throw cx.skipped("the server refuses no size, so nothing can be said of refusals");
        }
        return reply;
    }

    /** Callbacks without a credential. */
    static CallbackSecParms none() {
        return new CallbackSecParms.None();
    }

    /** Callbacks with an AUTH_SYS credential of three groups. */
    static CallbackSecParms sys() {
        return new CallbackSecParms.Sys(
                new AuthSysParms(7, Opaque.utf8("client"), 1, 1, List.of(2, 3, 4)));
    }

    /** Callbacks in a GSS context that the server has never made. */
    static CallbackSecParms unknownGss() {
        return new CallbackSecParms.Gss(
                new GssCbHandles(
                        RpcGssService.INTEGRITY,
                        Opaque.utf8("no such handle"),
                        Opaque.utf8("own")));
    }

    private static CreateSessionArgs withSecParms(
            CreateSessionArgs args, List<CallbackSecParms> parms) {
        return new CreateSessionArgs(
                args.clientId(),
                args.sequence(),
                args.flags(),
                args.foreChannelAttributes(),
                args.backChannelAttributes(),
                args.cbProgram(),
                parms);
    }
}
