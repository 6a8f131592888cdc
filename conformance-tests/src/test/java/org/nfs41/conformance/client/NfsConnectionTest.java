package org.nfs41.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

class NfsConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final Transcript transcript = new Transcript();

    private static CompoundRes allOk(CompoundArgs request) {
        List<ResOp> results =
                request.ops().stream()
                        .<ResOp>map(op -> new StatusOnly(op.op(), NfsStatus.OK))
                        .toList();
        return new CompoundRes(NfsStatus.OK, request.tag(), results);
    }

    private NfsConnection open(ServerAddress address) {
        Credential user = Credential.sys(7, 8, 9);
        Opaque tag = Opaque.utf8("TEST-001");
        ClientConfig config = new ClientConfig(address, user, PATIENCE, tag, transcript);
        return NfsConnection.open(config, new Callbacks(transcript));
    }

    @Test
    void aCompoundCarriesTheTagOfItsCheckAndItsReplyIsDecoded() throws IOException {
        try (ScriptedServer server = new ScriptedServer(NfsConnectionTest::allOk);
                NfsConnection connection = open(server.address())) {
            Reply reply = connection.call(Ops.putRootFh(), Ops.saveFh());
            assertThat(reply.compound().tag().utf8()).isEqualTo("TEST-001");
            assertThat(reply.result(1).op()).isEqualTo(Operation.SAVEFH);
            assertThat(transcript.isAllAnswered()).isTrue();
        }
    }

    @Test
    void aRequestInManyFragmentsIsOneRequest() throws IOException {
        try (ScriptedServer server = new ScriptedServer(NfsConnectionTest::allOk);
                NfsConnection connection = open(server.address())) {
            Compound request = Compound.of(Ops.putRootFh());
            assertThat(connection.sendFragmented(request, 1, 2, 3, 0, 8).await().isOk()).isTrue();
        }
    }

    @Test
    void aRetryIsTheSameBytesUnderAnotherXid() throws IOException {
        try (ScriptedServer server = new ScriptedServer(NfsConnectionTest::allOk);
                NfsConnection connection = open(server.address())) {
            Exchange first = connection.send(Compound.of(Ops.putRootFh()));
            Exchange second = connection.retry(first);
            assertThat(second.call().xid()).isNotEqualTo(first.call().xid());
            assertThat(second.call().withXid(0)).isEqualTo(first.call().withXid(0));
            assertThat(second.await().isOk()).isTrue();
        }
    }

    @Test
    void aConnectionThatTheServerClosesMeansNoReply() throws IOException {
        try (ScriptedServer server = new ScriptedServer(request -> null);
                NfsConnection connection = open(server.address())) {
            assertThatThrownBy(() -> connection.call(Ops.putRootFh()))
                    .isInstanceOf(NoReplyFailure.class)
                    .hasMessageContaining("PUTROOTFH")
                    .hasMessageContaining("closed");
            assertThat(connection.awaitClosed(PATIENCE)).isTrue();
        }
    }

    @Test
    void silenceEndsAtTheDeadline() throws IOException {
        try (ScriptedServer server = new ScriptedServer(NfsConnectionTest::allOk);
                NfsConnection connection = open(server.address())) {
            RpcCall call = RpcCall.nfs(RpcCall.PROC_NULL, Credential.none(), Opaque.EMPTY);
            connection.sendBytes(new byte[] {(byte) 0x80, 0, 40, 0, 1, 2});
            Exchange waiting = connection.send(call);
            assertThatThrownBy(() -> waiting.await(Duration.ofMillis(50)))
                    .isInstanceOf(NoReplyFailure.class)
                    .hasMessageContaining("50 ms");
        }
    }

    @Test
    void anUnexpectedStatusIsToldInTheTermsOfTheRfc() throws IOException {
        try (ScriptedServer server = new ScriptedServer(NfsConnectionTest::allOk);
                NfsConnection connection = open(server.address())) {
            Reply reply = connection.call(Ops.putRootFh());
            assertThatThrownBy(() ->
                            assertThatReply(reply)
                                    .because("the rule")
                                    .endsAt(0, NfsStatus.DELAY, NfsStatus.BADSESSION))
                    .isInstanceOf(CheckFailure.class)
                    .hasMessage(
                            "status of PUTROOTFH at position 0 (the rule): expected NFS4ERR_DELAY"
                                    + " or NFS4ERR_BADSESSION, got NFS4_OK");
        }
    }

    @Test
    void noServerIsATransportProblemAndNoFailure() {
        ServerAddress nowhere = new ServerAddress("127.0.0.1", 1, "/");
        assertThatThrownBy(() -> open(nowhere)).isInstanceOf(TransportException.class);
    }
}
