package org.nfs41.server.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls go on while connections are cut under them, each of them executed once. */
class CallbackCutTest {
    private static final int SLOTS = 4;
    private static final int ROUNDS = 40;
    private static final int CALLS_PER_ROUND = 10;
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A client's slots by the letter of the rules; a reply is lost now and then. */
    private static final class StrictSlots {
        private final Random random = new Random(41);
        private final Map<Integer, CbCompoundArgs> last = new HashMap<>();
        final Map<Integer, Integer> executions = new HashMap<>();
        final List<String> violations = new ArrayList<>();
        int lost;

        synchronized void answer(CbCompoundArgs compound, RpcReply reply) {
            CbSequenceArgs sequence = (CbSequenceArgs) compound.ops().getFirst();
            CbCompoundArgs before = last.get(sequence.slotId());
            int known =
                    before == null ? 0 : ((CbSequenceArgs) before.ops().getFirst()).sequenceId();
            if (sequence.sequenceId() == known + 1) {
                last.put(sequence.slotId(), compound);
                int number = ((CbRecallSlotArgs) compound.ops().getLast()).targetHighestSlotId();
                executions.merge(number, 1, Integer::sum);
            } else if (!compound.equals(before)) {
                violations.add(compound + " after " + before);
            }
            if (random.nextInt(8) == 0) {
                lost++;
                reply.drop();
            } else {
                ScriptedClient.ok(compound, reply);
            }
        }
    }

    @Test
    void callsOutliveTheirConnections() throws Exception {
        StrictSlots slots = new StrictSlots();
        Random random = new Random(5);
        try (Nfs41Server server =
                        Nfs41Server.start(
                                ServerConfig.builder()
                                        .port(0)
                                        .lease(LEASE)
                                        .export(
                                                "/",
                                                new MemoryFileSystem(
                                                        MemoryOptions.ofCapacity(1 << 20)))
                                        .build());
                ScriptedClient client = new ScriptedClient(server.address()).begin(SLOTS)) {
            client.answer(slots::answer);
            List<Integer> connections = new ArrayList<>(List.of(0));
            List<CompletableFuture<CallOutcome>> outcomes = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < CALLS_PER_ROUND; i++) {
                    CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
                    ClientCall call = new ClientCall(new CbRecallSlotArgs(outcomes.size()), null);
                    outcomes.add(outcome);
                    server.calls().call(client.clientId, call, outcome::complete);
                }
                int fresh = client.connect();
                client.bind(fresh);
                connections.add(fresh);
                client.cut(connections.remove(/* index */ random.nextInt(connections.size())));
            }
            // what was lost on a connection is asked for again when that ends
            while (outcomes.stream().anyMatch(outcome -> !outcome.isDone())) {
                int fresh = client.connect();
                client.bind(fresh);
                connections.forEach(client::cut);
                connections.clear();
                connections.add(fresh);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            for (CompletableFuture<CallOutcome> outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOf(CallOutcome.Answered.class);
            }
            assertThat(client.sequence(connections.getFirst())).as("status flags").isZero();
        }
        assertThat(slots.violations).isEmpty();
        assertThat(slots.lost).isPositive();
        assertThat(slots.executions).hasSize(ROUNDS * CALLS_PER_ROUND);
        assertThat(slots.executions.values()).containsOnly(1);
    }
}
