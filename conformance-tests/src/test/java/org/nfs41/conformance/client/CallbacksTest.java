package org.nfs41.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
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
        callbacks.created(connection.number(), created(SESSION));
    }

    private static CreateSessionResOk created(SessionId session) {
        return new CreateSessionResOk(
                session,
                1,
                CreateSessionFlags.CONN_BACK_CHAN,
                Ops.foreChannel(),
                Ops.backChannel());
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
        server.close();
    }

    private static CbSequenceArgs sequence(SessionId session, int slot, int sequenceId) {
        return new CbSequenceArgs(session, sequenceId, slot, slot, false, List.of());
    }

    private NfsStatus call(SessionId session, int slot, int sequenceId) throws XdrException {
        return call(sequence(session, slot, sequenceId), new CbRecallAnyArgs(0, Bitmap.EMPTY));
    }

    private NfsStatus call(CbArgOp... ops) throws XdrException {
        return call(Callbacks.PROGRAM, ops);
    }

    private NfsStatus call(int program, CbArgOp... ops) throws XdrException {
        return call(connection.number(), program, ops);
    }

    private NfsStatus call(int number, int program, CbArgOp... ops) throws XdrException {
        CallbackReply answer = Objects.requireNonNull(callbacks.judge(number, bytes(program, ops)));
        callbacks.goesOut(answer);
        RpcReply reply = RpcReply.decode(new XdrReader(answer.message()));
        return reply.isSuccess()
                ? CbCompoundRes.decode(new XdrReader(reply.body())).status()
                : NfsStatus.SERVERFAULT;
    }

    private static byte[] bytes(int program, CbArgOp... ops) {
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
        return call.toBytes();
    }

    private void assertViolated(CallbackRule... rules) {
        assertThat(callbacks.violations()).extracting(CallbackViolation::rule).contains(rules);
        assertThat(callbacks.violations()).hasSize(rules.length);
    }

    @Test
    void rightCallbacksAreAnsweredAndKept() throws XdrException {
        assertThat(call(SESSION, 0, 1)).isEqualTo(NfsStatus.OK);
        assertThat(call(SESSION, 0, 2)).isEqualTo(NfsStatus.OK);
        callbacks.bind(SESSION, 1000);
        CbSequenceArgs second = sequence(SESSION, 0, 2);
        assertThat(call(1000, Callbacks.PROGRAM, second, new CbRecallAnyArgs(0, Bitmap.EMPTY)))
                .as("a retry on another connection")
                .isEqualTo(NfsStatus.OK);
        assertThat(callbacks.received()).hasSize(3);
        assertThat(callbacks.violations()).isEmpty();
    }

    @Test
    void aRetryOnTheSameConnectionIsAViolation() throws XdrException {
        call(SESSION, 0, 1);
        assertThat(call(SESSION, 0, 1)).isEqualTo(NfsStatus.OK);
        assertViolated(CallbackRule.EARLY_RETRY);
    }

    @Test
    void aRetryWithOtherArgumentsIsAViolation() throws XdrException {
        call(SESSION, 0, 1);
        callbacks.bind(SESSION, 1000);
        CbRecallAnyArgs other = new CbRecallAnyArgs(1, Bitmap.EMPTY);
        assertThat(call(1000, Callbacks.PROGRAM, sequence(SESSION, 0, 1), other))
                .isEqualTo(NfsStatus.OK);
        assertViolated(CallbackRule.RETRY);
    }

    @Test
    void aNewCallOnASlotThatWasNotAnsweredIsAViolation() throws XdrException {
        callbacks.next(CallbackOperation.CB_RECALL_ANY, CallbackAnswer.never());
        call(SESSION, 0, 1);
        assertThat(call(SESSION, 0, 2)).isEqualTo(NfsStatus.OK);
        assertViolated(CallbackRule.SEQUENCE);
    }

    @Test
    void anErrorOfCbSequenceLeavesTheSlotAsItWas() throws XdrException {
        callbacks.next(
                CallbackOperation.CB_RECALL_ANY, CallbackAnswer.sequenceStatus(NfsStatus.DELAY));
        assertThat(call(SESSION, 0, 1)).isEqualTo(NfsStatus.DELAY);
        assertThat(call(SESSION, 0, 1)).isEqualTo(NfsStatus.OK);
        assertThat(callbacks.violations()).isEmpty();
    }

    @Test
    void aConnectionThatIsNotBoundIsAViolation() throws XdrException {
        assertThat(call(1000, Callbacks.PROGRAM, sequence(SESSION, 0, 1))).isEqualTo(NfsStatus.OK);
        assertViolated(CallbackRule.CONNECTION);
    }

    @Test
    void moreOperationsThanTheChannelTakesAreAViolation() throws XdrException {
        CbArgOp[] ops = new CbArgOp[Ops.backChannel().maxOperations() + 1];
        Arrays.fill(ops, new CbRecallAnyArgs(0, Bitmap.EMPTY));
        ops[0] = sequence(SESSION, 0, 1);
        call(ops);
        assertViolated(CallbackRule.SIZE);
    }

    @Test
    void aHighestSlotBelowTheSlotIsAViolation() throws XdrException {
        call(new CbSequenceArgs(SESSION, 1, 1, 0, false, List.of()));
        assertViolated(CallbackRule.HIGHEST_SLOT);
    }

    @Test
    void cachingThatWasNotOfferedIsAViolation() throws XdrException {
        call(new CbSequenceArgs(SESSION, 1, 0, 0, true, List.of()));
        assertViolated(CallbackRule.CACHE);
    }

    @Test
    void aReferringCallThatWasNeverSentIsAViolation() throws XdrException {
        ReferringCallList list = new ReferringCallList(SESSION, List.of(new ReferringCall(7, 0)));
        call(new CbSequenceArgs(SESSION, 1, 0, 0, false, List.of(list)));
        assertViolated(CallbackRule.REFERRING);
    }

    @Test
    void aRecallOfWhatWasNeverGivenIsAViolation() throws XdrException {
        CbRecallArgs recall =
                new CbRecallArgs(new StateId(1, 2, 3), false, new FileHandle(Opaque.EMPTY));
        call(sequence(SESSION, 0, 1), recall);
        assertViolated(CallbackRule.HELD);
    }

    @Test
    void twoCbSequencesAreAViolation() throws XdrException {
        assertThat(call(sequence(SESSION, 0, 1), sequence(SESSION, 1, 1)))
                .isEqualTo(NfsStatus.SEQUENCE_POS);
        assertViolated(CallbackRule.COMPOUND);
    }

    @Test
    void anotherCredentialThanTheOfferedOneIsAViolation() throws XdrException {
        callbacks
                .created(connection.number(), created(new SessionId(3, 4)))
                .offer(new CallbackOffer(Callbacks.PROGRAM, List.of(Ops.authSys())));
        call(sequence(new SessionId(3, 4), 0, 1));
        assertViolated(CallbackRule.CREDENTIAL);
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
