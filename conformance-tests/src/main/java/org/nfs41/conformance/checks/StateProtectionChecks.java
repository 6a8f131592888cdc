package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SsvSpParms;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StateProtectOps;
import org.nfs41.xdr.op.StateProtectR;

import java.util.List;

/** State protection asked for under AUTH_SYS, which can protect nothing. */
final class StateProtectionChecks {
    /** The object identifier 2.16.840.1.101.3.4.2.1, id-sha256, in DER. */
    private static final Opaque SHA256 =
            Opaque.of(new byte[] {6, 9, 0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 2, 1});

    /** The object identifier 2.16.840.1.101.3.4.1.42, id-aes256-CBC, in DER. */
    private static final Opaque AES256 =
            Opaque.of(new byte[] {6, 9, 0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 1, 42});

    private static final int WINDOW = 4;

    @Check(
            id = "CID-070",
            rule = "State protection is never granted in name only",
            sends = "EXCHANGE_ID that asks for SP4_MACH_CRED, under AUTH_SYS",
            accepts = "An error of EXCHANGE_ID or of RPC; then the same owner without protection",
            requirements = "18.35.3-R19",
            level = Level.SHOULD,
            bugs = "B-159")
    void machineCredentialUnderAuthSys(CheckContext cx) {
        requireRefused(cx, new StateProtectA.MachCred(operations()));
    }

    @Check(
            id = "CID-071",
            rule = "Protection by a secret is never granted to who cannot prove who he is",
            sends = "EXCHANGE_ID that asks for SP4_SSV with good algorithms, under AUTH_SYS",
            accepts = "An error of EXCHANGE_ID or of RPC; then the same owner without protection",
            requirements = "18.35.3-R22",
            level = Level.SHOULD,
            bugs = "B-159")
    void ssvUnderAuthSys(CheckContext cx) {
        requireRefused(cx, ssv(List.of(SHA256), List.of(AES256), WINDOW));
    }

    @Check(
            id = "CID-072",
            rule = "SP4_SSV without a hash, without a cipher or with a window of zero is invalid",
            sends =
                    "EXCHANGE_ID with SP4_SSV and empty ssp_hash_algs, empty ssp_encr_algs,"
                            + " ssp_window 0",
            accepts =
                    "NFS4ERR_INVAL; other errors are a warning, as a server without SP4_SSV need"
                            + " not look at its arguments",
            requirements = {"18.35.3-R33", "18.35.3-R36", "18.35.3-R38"},
            level = Level.SHOULD)
    void ssvWithoutAlgorithmsOrWindow(CheckContext cx) {
        List<StateProtectA> proposals =
                List.of(
                        ssv(List.of(), List.of(AES256), WINDOW),
                        ssv(List.of(SHA256), List.of(), WINDOW),
                        ssv(List.of(SHA256), List.of(AES256), 0));
        for (StateProtectA proposal : proposals) {
            NfsClient client = cx.newClient();
            Reply reply = client.call(new ExchangeIdArgs(client.owner(), 0, proposal, null));
            assertThatReply(reply).endsAt(0, NfsStatus.INVAL);
        }
    }

    @Check(
            id = "CID-100",
            rule = "The state protection of a confirmed client never changes",
            sends =
                    "EXCHANGE_ID of a confirmed client without protection that asks for"
                            + " SP4_MACH_CRED or SP4_SSV, as an update and not; then CREATE_SESSION"
                            + " and DESTROY_SESSION under AUTH_SYS",
            accepts =
                    "An error, or NFS4_OK and SP4_NONE; NFS4_OK for the rest, as nothing is"
                            + " protected",
            requirements = "18.35.3-R18",
            bugs = "B-158")
    void protectionAskedForAfterConfirmation(CheckContext cx) {
        NfsClient client = cx.client();
        List<StateProtectA> proposals =
                List.of(
                        new StateProtectA.MachCred(operations()),
                        ssv(List.of(SHA256), List.of(AES256), WINDOW));
        for (StateProtectA proposal : proposals) {
            for (int flags : new int[] {ExchangeIdFlags.UPD_CONFIRMED_REC_A, 0}) {
                Reply reply =
                        client.call(new ExchangeIdArgs(client.owner(), flags, proposal, null));
                if (reply.rpc().isSuccess() && reply.isOk()) {
                    Handshake.requireSame(
                            "spr_how of a client that was confirmed without protection",
                            new StateProtectR.None(),
                            reply.result(0, ExchangeIdResOk.class).stateProtect());
                }
                NfsSession session = client.createSession();
                Handshake.requireAlive(session);
                assertThatReply(client.call(Ops.destroySession(session.id())))
                        .because("no protection was agreed on")
                        .isOk();
            }
        }
        Handshake.requireAlive(cx.session());
    }

    private static void requireRefused(CheckContext cx, StateProtectA protection) {
        NfsClient client = cx.newClient();
        Reply reply = client.call(new ExchangeIdArgs(client.owner(), 0, protection, null));
        if (reply.rpc().isSuccess()) {
            if (reply.isOk()) {
                StateProtectR granted = reply.result(0, ExchangeIdResOk.class).stateProtect();
                throw new CheckFailure(
                        "status of EXCHANGE_ID under AUTH_SYS with state protection",
                        "an error",
                        "NFS4_OK, granting " + granted);
            }
        } else {
            assertThatReply(reply).hasRpcOutcome(RpcReply.Outcome.AUTH_ERROR);
        }
        Handshake.requireAlive(client.connect());
    }

    private static StateProtectA ssv(List<Opaque> hashes, List<Opaque> ciphers, int window) {
        return new StateProtectA.Ssv(new SsvSpParms(operations(), hashes, ciphers, window, 1));
    }

    private static StateProtectOps operations() {
        Bitmap enforced =
                Bitmap.of(
                        Operation.CREATE_SESSION.value(),
                        Operation.DESTROY_SESSION.value(),
                        Operation.DESTROY_CLIENTID.value());
        return new StateProtectOps(enforced, Bitmap.of());
    }
}
