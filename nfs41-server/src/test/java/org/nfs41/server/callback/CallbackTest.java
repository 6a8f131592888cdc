package org.nfs41.server.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.rpc.AuthNone;
import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.DeferredReply;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.callback.ScriptedClient.Got;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.StatusBit;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.cb.CbResOp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls to a client over real connections. */
class CallbackTest {
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final long PATIENCE_SECONDS = 20;

    private Nfs41Server server;
    private ScriptedClient client;

    @BeforeEach
    void start() throws Exception {
        server =
                Nfs41Server.start(
                        ServerConfig.builder()
                                .port(0)
                                .lease(LEASE)
                                .export(
                                        "/",
                                        new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20)))
                                .build());
        client = new ScriptedClient(server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private CompletableFuture<CallOutcome> call(int target) {
        CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
        server.calls()
                .call(
                        client.clientId,
                        new ClientCall(new CbRecallSlotArgs(target), null),
                        outcome::complete);
        return outcome;
    }

    private static NfsStatus status(CompletableFuture<CallOutcome> outcome) throws Exception {
        CallOutcome heard = outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(heard).isInstanceOf(CallOutcome.Answered.class);
        return heard instanceof CallOutcome.Answered(CbResOp result)
                ? result.status()
                : NfsStatus.SERVERFAULT;
    }

    @Test
    void aCallComesAsTheClientWantsItAndIsAnswered() throws Exception {
        client.begin(4);
        assertThat(server.calls().reachable(client.clientId)).isTrue();
        assertThat(status(call(5))).isEqualTo(NfsStatus.OK);
        Got got = client.next();
        assertThat(got.program()).isEqualTo(ScriptedClient.PROGRAM);
        assertThat(got.credential())
                .isEqualTo(
                        new AuthSys(
                                ScriptedClient.SECURITY.stamp(),
                                ScriptedClient.SECURITY.machineName(),
                                77,
                                78,
                                List.of(79)));
        assertThat(got.compound().ops().getLast()).isEqualTo(new CbRecallSlotArgs(5));
        assertThat(got.sequence().sessionId()).isEqualTo(client.session);
        assertThat(got.sequence().sequenceId()).isEqualTo(1);
    }

    @Test
    void anotherProgramIsCalledFromThenOn() throws Exception {
        client.begin(1);
        client.callOtherProgram(0);
        assertThat(status(call(5))).isEqualTo(NfsStatus.OK);
        Got got = client.next();
        assertThat(got.program()).isEqualTo(ScriptedClient.OTHER_PROGRAM);
        assertThat(got.credential()).isEqualTo(AuthNone.INSTANCE);
    }

    @Test
    void aClientThatAnswersLateHoldsNobodyUp() throws Exception {
        client.begin(2);
        BlockingQueue<DeferredReply> later = new LinkedBlockingQueue<>();
        List<CbCompoundArgs> compounds = new ArrayList<>();
        client.answer((compound, reply) -> {
            compounds.add(compound);
            later.add(reply.defer());
        });
        CompletableFuture<CallOutcome> first = call(1);
        client.next();
        assertThat(client.sequence(0)).as("its own requests go on").isZero();
        client.answer(ScriptedClient::ok);
        assertThat(status(call(2))).isEqualTo(NfsStatus.OK);
        assertThat(client.next().sequence().slotId()).isEqualTo(1);
        assertThat(first).isNotDone();
        DeferredReply reply = later.take();
        ScriptedClient.results(compounds.getFirst(), NfsStatus.OK).encode(reply.results());
        reply.send();
        assertThat(status(first)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aClientThatNeverAnswersIsOutOfReachAndHearsThatThePathIsDown() throws Exception {
        client.begin(1);
        client.answer((compound, reply) -> reply.drop());
        List<CompletableFuture<CallOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(call(i));
        }
        // it goes on with its own requests all the time, which renew its lease
        while (outcomes.stream().anyMatch(outcome -> !outcome.isDone())) {
            client.sequence(0);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        for (CompletableFuture<CallOutcome> outcome : outcomes) {
            assertThat(outcome.get()).isInstanceOf(CallOutcome.Unreachable.class);
        }
        assertThat(client.sequence(0) & StatusBit.CB_PATH_DOWN.mask()).isNotZero();
        assertThat(server.calls().reachable(client.clientId)).isFalse();
        Got only = client.next();
        assertThat(client.hasMore()).as("its one slot has one call").isFalse();
        client.answer(ScriptedClient::ok);
        client.cut(0);
        client.bind(client.connect());
        assertThat(client.next().compound()).as("asked again").isEqualTo(only.compound());
        assertThat(status(call(99))).isEqualTo(NfsStatus.OK);
        assertThat(client.next().sequence().sequenceId()).isEqualTo(2);
        assertThat(client.sequence(1)).isZero();
    }

    @Test
    void aClientThatAsksForTimeIsCalledAgain() throws Exception {
        client.begin(1);
        client.answer((compound, reply) -> ScriptedClient.refuse(compound, NfsStatus.DELAY, reply));
        CompletableFuture<CallOutcome> outcome = call(1);
        client.next();
        assertThat(client.next().sequence().sequenceId()).isEqualTo(1);
        client.answer(ScriptedClient::ok);
        assertThat(status(outcome)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void whatIsLostWithItsConnectionComesAgainOverTheNext() throws Exception {
        client.begin(1);
        client.answer((compound, reply) -> reply.drop());
        CompletableFuture<CallOutcome> outcome = call(1);
        Got first = client.next();
        client.answer(ScriptedClient::ok);
        client.cut(0);
        int second = client.connect();
        client.bind(second);
        Got again = client.next();
        assertThat(again.connection()).isEqualTo(second);
        assertThat(again.compound()).isEqualTo(first.compound());
        assertThat(status(outcome)).isEqualTo(NfsStatus.OK);
        assertThat(client.sequence(second)).isZero();
    }

    @Test
    void aCallIsMovedToTheOtherConnectionAtOnce() throws Exception {
        client.begin(1);
        client.bind(client.connect());
        client.answer((compound, reply) -> reply.drop());
        CompletableFuture<CallOutcome> outcome = call(1);
        Got first = client.next();
        client.answer(ScriptedClient::ok);
        client.cut(first.connection());
        assertThat(status(outcome)).isEqualTo(NfsStatus.OK);
        Got again = client.next();
        assertThat(again.connection()).isEqualTo(1);
        assertThat(again.compound()).isEqualTo(first.compound());
    }

    @Test
    void garbageIsNoAnswerAndHarmsNobody() throws Exception {
        client.begin(1);
        client.answer((compound, reply) -> reply.results().writeInt(0));
        CompletableFuture<CallOutcome> outcome = call(1);
        client.next();
        client.next();
        client.answer(CallbackTest::wrongSlot);
        client.next();
        client.answer(ScriptedClient::ok);
        assertThat(status(outcome)).isEqualTo(NfsStatus.OK);
        assertThat(client.sequence(0)).isZero();
    }

    private static void wrongSlot(CbCompoundArgs compound, RpcReply reply) {
        XdrWriter out = reply.results();
        ScriptedClient.results(compound, NfsStatus.OK).encode(out);
        // slot id, two numbers, the next operation's number and status
        out.putIntAt(out.position() - 5 * Integer.BYTES, 9);
    }

    @Test
    void aMisorderedSlotIsTheEndOfTheBackchannelOnly() throws Exception {
        client.begin(1);
        client.answer((compound, reply) ->
                ScriptedClient.refuse(compound, NfsStatus.SEQ_MISORDERED, reply));
        CompletableFuture<CallOutcome> outcome = call(1);
        client.next();
        while ((client.sequence(0) & StatusBit.BACKCHANNEL_FAULT.mask()) == 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(CallOutcome.UNREACHABLE);
    }
}
