package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcCall;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The RPC level below COMPOUND. */
final class RpcChecks {
    private static final int RPC_VERSION = 2;
    private static final int UNKNOWN_PROGRAM = 0x2fffffff;
    private static final int UNKNOWN_FLAVOR = 399_999;
    private static final int CONNECTIONS = 24;
    private static final Duration WAIT = Duration.ofMillis(200);

    @Check(
            id = "COMP-040",
            rule = "The NULL procedure answers with nothing, whoever calls",
            sends = "NULL with AUTH_NONE, and with AUTH_SYS",
            accepts = "RPC SUCCESS with no results",
            sections = {"16.1.3", "2.2.1"})
    void nullProcedure(CheckContext cx) {
        NfsConnection connection = cx.newClient().connection();
        for (Credential credential : List.of(Credential.none(), cx.user())) {
            RpcCall call = RpcCall.nfs(RpcCall.PROC_NULL, credential, Opaque.EMPTY);
            Reply reply = connection.send(call).await();
            assertThatReply(reply).hasRpcOutcome(RpcReply.Outcome.SUCCESS);
            if (!reply.rpc().body().isEmpty()) {
                throw new CheckFailure(
                        "results of NULL", "none", reply.rpc().body().length() + " bytes");
            }
        }
    }

    @Check(
            id = "COMP-041",
            rule = "A call of another program, version or procedure is refused as such",
            sends =
                    "NULL of program 0x2FFFFFFF and of version 5 of the NFS program, procedures 2"
                            + " and 0xFFFFFFFF of version 4",
            accepts =
                    "PROG_UNAVAIL, PROG_MISMATCH, PROC_UNAVAIL twice; NULL still works on the"
                            + " connection",
            sections = {"2.2", "16.1"})
    void callsOfSomethingElse(CheckContext cx) {
        NfsConnection connection = cx.newClient().connection();
        int nfs = RpcCall.NFS_PROGRAM;
        int v4 = RpcCall.NFS_V4;
        refused(connection, RpcReply.Outcome.PROG_UNAVAIL, RPC_VERSION, UNKNOWN_PROGRAM, 1, 0);
        refused(connection, RpcReply.Outcome.PROG_MISMATCH, RPC_VERSION, nfs, 5, 0);
        refused(connection, RpcReply.Outcome.PROC_UNAVAIL, RPC_VERSION, nfs, v4, 2);
        refused(connection, RpcReply.Outcome.PROC_UNAVAIL, RPC_VERSION, nfs, v4, -1);
        assertThatReply(connection.callNull()).hasRpcOutcome(RpcReply.Outcome.SUCCESS);
    }

    @Check(
            id = "COMP-046",
            rule = "A call of another version of RPC itself is refused as such",
            sends = "NULL with RPC version 3, then with RPC version 2",
            accepts = "RPC_MISMATCH, then SUCCESS",
            sections = "2.2")
    void callOfAnotherRpcVersion(CheckContext cx) {
        NfsConnection connection = cx.newClient().connection();
        refused(
                connection,
                RpcReply.Outcome.RPC_MISMATCH,
                RPC_VERSION + 1,
                RpcCall.NFS_PROGRAM,
                RpcCall.NFS_V4,
                0);
        assertThatReply(connection.callNull()).hasRpcOutcome(RpcReply.Outcome.SUCCESS);
    }

    private static void refused(
            NfsConnection connection,
            RpcReply.Outcome expected,
            int rpcVersion,
            int program,
            int version,
            int procedure) {
        RpcCall call =
                RpcCall.nfs(RpcCall.PROC_NULL, Credential.none(), Opaque.EMPTY)
                        .withHeader(rpcVersion, program, version, procedure);
        assertThatReply(connection.send(call).await()).hasRpcOutcome(expected);
    }

    @Check(
            id = "COMP-042",
            rule = "A credential that the server cannot use is refused, not guessed at",
            sends =
                    "SEQUENCE under an unknown flavor, under AUTH_SYS with a body cut short, with a"
                            + " machine name of 300 bytes, and with 17 further groups",
            accepts =
                    "RPC AUTH_ERROR or GARBAGE_ARGS; the same SEQUENCE under the right credential"
                            + " is the slot's first",
            sections = {"2.2.1", "2.2.1.1"})
    void credentialsThatMeanNothing(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        List<Credential> wrong =
                List.of(
                        Credential.raw(UNKNOWN_FLAVOR),
                        Credential.raw(UNKNOWN_FLAVOR, new byte[16]),
                        Credential.raw(Credential.AUTH_SYS),
                        Credential.raw(Credential.AUTH_SYS, new byte[10]),
                        Credential.raw(Credential.AUTH_SYS, authSys(300, 0)),
                        Credential.raw(Credential.AUTH_SYS, authSys(4, 17)));
        NfsConnection connection = slot.connection();
        for (Credential credential : wrong) {
            Reply reply = connection.send(slot.request(), credential).await();
            assertThatReply(reply)
                    .because(credential.toString())
                    .hasRpcOutcome(RpcReply.Outcome.AUTH_ERROR, RpcReply.Outcome.GARBAGE_ARGS);
        }
        slot.stillWorks("credentials that mean nothing");
    }

    /** An AUTH_SYS body with a machine name of this length and this many groups. */
    private static byte[] authSys(int nameLength, int groups) {
        XdrWriter out = new XdrWriter();
        out.writeInt(0);
        out.writeOpaque(Opaque.utf8("m".repeat(nameLength)));
        out.writeInt(0);
        out.writeInt(0);
        out.writeInt(groups);
        for (int i = 0; i < groups; i++) {
            out.writeInt(i);
        }
        return out.toByteArray();
    }

    @Check(
            id = "COMP-043",
            rule = "Bytes that mean nothing do the server no harm",
            sends =
                    "Over 24 connections: random bytes, random records, records with an enormous"
                            + " length, empty fragments, random arguments behind a right header, a"
                            + " reply that answers nothing",
            accepts = "Anything, a closed connection included; other connections are served on",
            sections = {"2.2", "2.9.1"},
            needs = {Need.CONNECTIONS, Need.LOAD})
    void randomBytes(CheckContext cx) {
        NfsClient client = cx.client();
        Random random = new Random(8881);
        for (int i = 0; i < CONNECTIONS; i++) {
            NfsConnection connection = client.newConnection();
            byte[] bytes = new byte[1 + random.nextInt(600)];
            random.nextBytes(bytes);
            switch (i % 6) {
                case 0 -> connection.sendBytes(bytes);
                case 1 -> connection.sendBytes(record(bytes.length, bytes));
                case 2 -> connection.sendBytes(record(Integer.MAX_VALUE, bytes));
                case 3 -> connection.sendBytes(new byte[4096]);
                case 4 -> connection.sendRaw(bytes);
                default -> connection.sendBytes(record(12, new byte[] {1, 2, 3, 4, 0, 0, 0, 1}));
            }
            connection.awaitClosed(i % 6 == 0 ? WAIT : Duration.ofMillis(10));
            connection.close();
        }
        assertThatReply(cx.session().compound(Ops.putRootFh())).isOk();
    }

    /** Bytes behind the mark of a last fragment of this length. */
    private static byte[] record(int length, byte[] bytes) {
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(Integer.MIN_VALUE | length)
                .put(bytes)
                .array();
    }
}
