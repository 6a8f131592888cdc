package org.nfs41.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.ScriptedServer;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.StatusOnly;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

class OraclesTest {
    private static final SessionId SESSION = new SessionId(1, 2);
    private static final ArgOp SEQUENCE = new SequenceArgs(SESSION, 1, 0, 0, false);
    private static final ResOp SEQUENCE_OK = new SequenceResOk(SESSION, 1, 0, 0, 0, 0);
    private static final ResOp ROOT_OK = ok(Operation.PUTROOTFH);

    private static ResOp ok(Operation operation) {
        return new StatusOnly(operation, NfsStatus.OK);
    }

    private static CompoundRes reply(NfsStatus status, ResOp... results) {
        return new CompoundRes(status, Opaque.EMPTY, List.of(results));
    }

    /** What the oracles find when the request is answered so. */
    private static List<String> judge(CompoundRes reply, ArgOp... request) throws IOException {
        Transcript transcript = new Transcript();
        Oracles oracles = new Oracles(transcript);
        try (ScriptedServer server = new ScriptedServer(any -> reply)) {
            ClientConfig config =
                    new ClientConfig(
                            server.address(),
                            Credential.none(),
                            Duration.ofSeconds(5),
                            Opaque.EMPTY,
                            transcript);
            try (NfsClient client = new NfsClient(config, "oracles")) {
                client.call(request);
            }
        }
        return oracles.finish();
    }

    @Test
    void aRightReplyPasses() throws IOException {
        CompoundRes right = reply(NfsStatus.OK, SEQUENCE_OK, ROOT_OK);
        assertThat(judge(right, SEQUENCE, Ops.putRootFh())).isEmpty();
    }

    @Test
    void anErrorThatTheOperationMayNotHave() throws IOException {
        CompoundRes wrong =
                reply(
                        NfsStatus.EXIST,
                        SEQUENCE_OK,
                        new StatusOnly(Operation.PUTROOTFH, NfsStatus.EXIST));
        assertThat(judge(wrong, SEQUENCE, Ops.putRootFh()))
                .singleElement()
                .asString()
                .contains("PUTROOTFH", "NFS4ERR_EXIST", "15.2");
    }

    @Test
    void anOperationOfNfs40ThatSucceeds() {
        assertThat(OperationErrors.load().allows(Operation.RENEW, NfsStatus.OK)).isFalse();
        assertThat(OperationErrors.load().allows(Operation.RENEW, NfsStatus.NOTSUPP)).isTrue();
    }

    @Test
    void theTableHasEveryOperation() {
        List<String> names =
                Operation.known().stream()
                        .filter(operation -> operation.value() <= 58)
                        .map(Operation::toString)
                        .toList();
        assertThat(names).hasSizeGreaterThan(50);
        assertThat(OperationErrors.load().operations()).containsAll(names);
    }

    @Test
    void aResultOfAnotherOperation() throws IOException {
        CompoundRes wrong = reply(NfsStatus.OK, SEQUENCE_OK, ok(Operation.PUTPUBFH));
        assertThat(judge(wrong, SEQUENCE, Ops.putRootFh())).hasSize(1);
    }

    @Test
    void resultsThatGoOnAfterAnError() throws IOException {
        CompoundRes wrong =
                reply(
                        NfsStatus.OK,
                        SEQUENCE_OK,
                        new StatusOnly(Operation.LOOKUP, NfsStatus.NOENT),
                        ok(Operation.SAVEFH));
        assertThat(judge(wrong, SEQUENCE, Ops.lookup("a"), Ops.saveFh()))
                .singleElement()
                .asString()
                .contains("results follow");
    }

    @Test
    void resultsThatAreMissing() throws IOException {
        CompoundRes wrong = reply(NfsStatus.OK, SEQUENCE_OK);
        assertThat(judge(wrong, SEQUENCE, Ops.putRootFh())).hasSize(1);
        assertThat(judge(reply(NfsStatus.NOENT), SEQUENCE)).hasSize(1);
    }

    @Test
    void aStatusThatIsNotThatOfTheLastResult() throws IOException {
        CompoundRes wrong = reply(NfsStatus.NOENT, SEQUENCE_OK, ROOT_OK);
        assertThat(judge(wrong, SEQUENCE, Ops.putRootFh())).hasSize(1);
    }

    @Test
    void aSequenceThatIsNotRepeated() throws IOException {
        CompoundRes wrong = reply(NfsStatus.OK, new SequenceResOk(SESSION, 2, 0, 0, 0, 0));
        assertThat(judge(wrong, SEQUENCE)).singleElement().asString().contains("repeat");
    }

    @Test
    void aReplyThatIsTooLong() throws IOException {
        ChannelAttributes tiny = new ChannelAttributes(0, 4096, 100, 0, 8, 1, OptionalInt.empty());
        CompoundRes wrong =
                reply(
                        NfsStatus.OK,
                        new CreateSessionResOk(SESSION, 1, 0, tiny, tiny),
                        new ReadResOk(true, Opaque.of(new byte[200])));
        Transcript transcript = new Transcript();
        Oracles oracles = new Oracles(transcript);
        oracles.suspend(Oracles.Rule.RESULTS);
        try (ScriptedServer server = new ScriptedServer(any -> wrong)) {
            ClientConfig config =
                    new ClientConfig(
                            server.address(),
                            Credential.none(),
                            Duration.ofSeconds(5),
                            Opaque.EMPTY,
                            transcript);
            try (NfsClient client = new NfsClient(config, "oracles")) {
                client.call(SEQUENCE);
            }
        }
        assertThat(oracles.finish()).singleElement().asString().contains("ca_maxresponsesize 100");
    }

    @Test
    void stateIdsThatBeginOrCountWrongly() throws IOException {
        assertThat(judge(opened(new StateId(1, 5, 5)), SEQUENCE, open())).isEmpty();
        assertThat(judge(opened(new StateId(2, 5, 5)), SEQUENCE, open())).hasSize(1);
        assertThat(judge(opened(new StateId(0, 5, 5)), SEQUENCE, open())).hasSize(1);
        assertThat(judge(opened(new StateId(1, 0, 0)), SEQUENCE, open())).hasSize(1);
        assertThat(judge(opened(new StateId(1, -1, -1)), SEQUENCE, open())).hasSize(1);
    }

    private static ArgOp open() {
        return Ops.create("file", "owner");
    }

    private static CompoundRes opened(StateId stateId) {
        ChangeInfo change = new ChangeInfo(true, 1, 2);
        return reply(
                NfsStatus.OK,
                SEQUENCE_OK,
                new OpenResOk(stateId, change, 0, Bitmap.EMPTY, new OpenDelegation.None()));
    }
}
