package org.nfs41.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

class CallbacksTest {
    private static final SessionId SESSION = new SessionId(1, 2);
    private final Transcript transcript = new Transcript();
    private final Callbacks callbacks = new Callbacks(transcript);
    private ScriptedServer server;
    private NfsConnection connection;

    @BeforeEach
    void connect() throws IOException {
        server = new ScriptedServer(request -> null);
        ClientConfig config =
                new ClientConfig(
                        server.address(),
                        Credential.none(),
                        Duration.ofSeconds(5),
                        Opaque.EMPTY,
                        transcript);
        connection = NfsConnection.open(config, callbacks);
        callbacks.expect(
                new CreateSessionResOk(SESSION, 1, 0, Ops.foreChannel(), Ops.backChannel()));
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
        server.close();
    }

    private NfsStatus call(SessionId session, int slot, int sequenceId) throws XdrException {
        return call(
                Callbacks.PROGRAM,
                new CbSequenceArgs(session, sequenceId, slot, slot, false, List.of()),
                new CbRecallAnyArgs(0, Bitmap.EMPTY));
    }

    private NfsStatus call(int program, CbArgOp... ops) throws XdrException {
        XdrWriter body = new XdrWriter();
        new CbCompoundArgs(Opaque.EMPTY, 1, 0, List.of(ops)).encode(body);
        RpcCall call =
                new RpcCall(
                        77,
                        2,
                        program,
                        1,
                        RpcCall.PROC_COMPOUND,
                        Credential.none(),
                        Opaque.of(body.toByteArray()));
        byte[] answer = Objects.requireNonNull(callbacks.answer(connection, call.toBytes()));
        RpcReply reply = RpcReply.decode(new XdrReader(answer));
        return reply.isSuccess()
                ? CbCompoundRes.decode(new XdrReader(reply.body())).status()
                : NfsStatus.SERVERFAULT;
    }

    @Test
    void rightCallbacksAreAnsweredAndKept() throws XdrException {
        assertThat(call(SESSION, 0, 1)).isEqualTo(NfsStatus.OK);
        assertThat(call(SESSION, 0, 2)).isEqualTo(NfsStatus.OK);
        assertThat(call(SESSION, 0, 2)).as("a retry").isEqualTo(NfsStatus.OK);
        assertThat(callbacks.received()).hasSize(3);
        assertThat(callbacks.violations()).isEmpty();
    }

    @Test
    void aSkippedSequenceIdIsAViolation() throws XdrException {
        assertThat(call(SESSION, 0, 2)).isEqualTo(NfsStatus.SEQ_MISORDERED);
        assertThat(callbacks.violations()).singleElement().asString().contains("sequence id 2");
    }

    @Test
    void aSlotBeyondTheGrantIsAViolation() throws XdrException {
        assertThat(call(SESSION, 4, 1)).isEqualTo(NfsStatus.BADSLOT);
        assertThat(callbacks.violations()).hasSize(1);
    }

    @Test
    void anotherSessionIsAViolation() throws XdrException {
        assertThat(call(new SessionId(9, 9), 0, 1)).isEqualTo(NfsStatus.BADSESSION);
        assertThat(callbacks.violations()).hasSize(1);
    }

    @Test
    void aCallbackWithoutCbSequenceIsAViolation() throws XdrException {
        assertThat(call(Callbacks.PROGRAM, new CbRecallAnyArgs(0, Bitmap.EMPTY)))
                .isEqualTo(NfsStatus.OP_NOT_IN_SESSION);
        assertThat(callbacks.violations()).hasSize(1);
    }

    @Test
    void anotherProgramIsAViolation() throws XdrException {
        assertThat(call(4711)).isEqualTo(NfsStatus.SERVERFAULT);
        assertThat(callbacks.violations()).hasSize(1);
    }
}
