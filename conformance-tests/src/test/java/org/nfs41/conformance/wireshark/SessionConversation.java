package org.nfs41.conformance.wireshark;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.GssCbHandles;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.RpcGssService;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.StateProtectA;

import java.util.List;

/** Client ids and sessions, from the first EXCHANGE_ID to the last DESTROY_CLIENTID. */
final class SessionConversation {
    private static final SessionId NO_SESSION = new SessionId(1, 2);

    /** Defined by no flag of EXCHANGE_ID. */
    private static final int UNDEFINED_FLAG = 0x0000_8000;

    private SessionConversation() {}

    /** Up to a session that files can be used in. */
    static void begin(NfsClient client) {
        client.connection().callNull();
        assertThatReply(client.call(Ops.exchangeId(client.owner(), UNDEFINED_FLAG)))
                .endsAt(0, NfsStatus.INVAL);
        ExchangeIdArgs full =
                new ExchangeIdArgs(
                        new ClientOwner(7, Opaque.utf8("wireshark-full")),
                        ExchangeIdFlags.USE_NON_PNFS,
                        new StateProtectA.None(),
                        new NfsImplId(
                                Opaque.utf8("nfs41.org"), Opaque.utf8("suite"), new NfsTime(1, 2)));
        assertThatReply(client.call(full)).isOk();
        assertThatReply(client.exchangeId()).isOk();
        assertThatReply(client.call(Ops.createSession(client.clientId() + 1, 1)))
                .endsAt(0, NfsStatus.STALE_CLIENTID);
        NfsSession session = client.mainSession();
        assertThatReply(session.compound(Ops.reclaimComplete()))
                .endsAt(1, NfsStatus.COMPLETE_ALREADY);
        sequence(session);
        bind(client, session);
        backchannel(session);
    }

    private static void sequence(NfsSession session) {
        assertThatReply(session.compound()).isOk();
        assertThatReply(session.slot(1).compoundCached(Ops.putRootFh(), Ops.getFh())).isOk();
        assertThatReply(session.send(session.sequence(0, 77))).endsAt(0, NfsStatus.SEQ_MISORDERED);
        Compound old = Compound.of(session.sequence(2, 1)).withMinorVersion(2);
        assertThatReply(session.client().connection().call(old))
                .hasStatus(NfsStatus.MINOR_VERS_MISMATCH);
        // A record in several fragments: RFC 5531 section 11.
        Compound pieces = session.request(session.sequence(2, 1), Ops.putRootFh(), Ops.getFh());
        assertThatReply(session.client().connection().sendFragmented(pieces, 40, 4, 28).await())
                .isOk();
    }

    private static void bind(NfsClient client, NfsSession session) {
        try (NfsConnection second = client.newConnection()) {
            assertThatReply(second.call(Ops.bind(session.id(), ChannelDirFromClient.FORE_OR_BOTH)))
                    .isOk();
            assertThatReply(second.call(Ops.bind(NO_SESSION, ChannelDirFromClient.FORE)))
                    .endsAt(0, NfsStatus.BADSESSION);
        }
    }

    private static void backchannel(NfsSession session) {
        ArgOp none = new BackchannelCtlArgs(0x4000_0001, List.of(new CallbackSecParms.None()));
        ArgOp sys = new BackchannelCtlArgs(0x4000_0000, List.of(Ops.authSys()));
        GssCbHandles unknown =
                new GssCbHandles(RpcGssService.NONE, Opaque.utf8("server"), Opaque.utf8("own"));
        ArgOp gss = new BackchannelCtlArgs(0x4000_0002, List.of(new CallbackSecParms.Gss(unknown)));
        assertThatReply(session.compound(none, sys, gss)).endsAt(3, NfsStatus.NOENT);
    }

    /** The errors of leaving; the client's clean-up leaves with success. */
    static void end(NfsClient client) {
        assertThatReply(client.call(Ops.destroySession(NO_SESSION)))
                .endsAt(0, NfsStatus.BADSESSION);
        assertThatReply(client.call(Ops.destroyClientId(client.clientId())))
                .endsAt(0, NfsStatus.CLIENTID_BUSY);
    }
}
