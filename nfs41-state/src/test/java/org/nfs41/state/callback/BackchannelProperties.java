package org.nfs41.state.callback;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.nfs41.state.Session;
import org.nfs41.state.callback.Wire.Heard;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Backchannels against a client that keeps the rules of CB_SEQUENCE to the letter, over connections
 * that come and go, lose calls and replies and deliver them late: no sequence id is skipped or used
 * for two calls, no slot is lost, nothing is executed twice and every listener hears once.
 */
class BackchannelProperties {
    private static final int STEPS = 150;

    /** What a strict client knows of one slot. */
    private static final class Slot {
        final List<CbCompoundArgs> executed = new ArrayList<>();
    }

    private record Reply(Effect.Send to, CallReply reply) {}

    private static final class Run {
        final Random random;
        final int slots;
        final Wire wire = new Wire();
        final long client = wire.client("c");
        final Session session;
        final Map<Integer, Slot> table = new HashMap<>();
        final Map<Integer, Integer> executions = new HashMap<>();
        final List<Heard> heard = new ArrayList<>();
        final List<Reply> replies = new ArrayList<>();
        final List<Long> connections = new ArrayList<>();
        long lastConnection = 1;

        Run(int seed, int slots) {
            random = new Random(seed);
            this.slots = slots;
            session = wire.session(client, Wire.channel(slots), 1L);
            connections.add(1L);
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> call();
                case 3, 4, 5 -> deliver(random.nextInt(8) == 0);
                case 6, 7 -> reply();
                case 8 -> wire.pass(random.nextLong(TimeUnit.SECONDS.toNanos(3)));
                default -> changeConnections();
            }
        }

        void call() {
            heard.add(wire.call(client, new CbRecallSlotArgs(heard.size()), null));
        }

        /** One call arrives, in any order, and is answered by the rules. */
        void deliver(boolean delay) {
            if (wire.sent.isEmpty()) {
                return;
            }
            Effect.Send send = wire.sent.remove(random.nextInt(wire.sent.size()));
            replies.add(new Reply(send, answer(send, delay)));
        }

        private CallReply answer(Effect.Send send, boolean delay) {
            CbSequenceArgs sequence = Wire.sequenceOf(send);
            assertThat(sequence.slotId()).isBetween(0, slots - 1);
            assertThat(sequence.highestSlotId()).isBetween(sequence.slotId(), slots - 1);
            Slot slot = table.computeIfAbsent(sequence.slotId(), id -> new Slot());
            int last = slot.executed.size();
            assertThat(sequence.sequenceId()).as("no sequence id is skipped").isLessThan(last + 2);
            if (sequence.sequenceId() <= last) {
                assertThat(send.compound())
                        .as("a sequence id is used for one call")
                        .isEqualTo(slot.executed.get(sequence.sequenceId() - 1));
            }
            if (sequence.sequenceId() < last) {
                return Wire.refusal(send, NfsStatus.SEQ_MISORDERED);
            }
            if (sequence.sequenceId() == last + 1) {
                if (delay) {
                    return Wire.refusal(send, NfsStatus.DELAY);
                }
                slot.executed.add(send.compound());
                int number =
                        ((CbRecallSlotArgs) send.compound().ops().getLast()).targetHighestSlotId();
                executions.merge(number, 1, Integer::sum);
            }
            return Wire.ok(send.compound(), slots - 1);
        }

        /** A reply arrives, in any order, but for those whose connection has ended. */
        void reply() {
            if (!replies.isEmpty()) {
                Reply reply = replies.remove(random.nextInt(replies.size()));
                wire.reply(reply.to(), reply.reply());
            }
        }

        void changeConnections() {
            if (!connections.isEmpty() && random.nextInt(2) == 0) {
                long gone = connections.remove(random.nextInt(connections.size()));
                List<Reply> lost =
                        replies.stream().filter(r -> r.to().connectionId() == gone).toList();
                replies.removeAll(lost);
                wire.cut(gone);
                lost.forEach(r -> wire.reply(r.to(), CallReply.Failure.LOST));
            } else if (connections.size() < 3) {
                connections.add(++lastConnection);
                wire.bind(session, lastConnection);
            }
        }

        void settle() {
            for (int i = 0; i < 200 && !wire.machine.isIdle(); i++) {
                if (i % 10 == 0) {
                    connections.add(++lastConnection);
                    wire.bind(session, lastConnection);
                }
                while (!wire.sent.isEmpty() || !replies.isEmpty()) {
                    deliver(false);
                    reply();
                }
                wire.pass(TimeUnit.SECONDS.toNanos(2));
            }
        }
    }

    @Property(tries = 200)
    void aStrictClientFindsNoFault(
            @ForAll int seed, @ForAll @IntRange(min = 1, max = 4) int slots) {
        Run run = new Run(seed, slots);
        for (int i = 0; i < STEPS; i++) {
            run.step();
        }
        run.settle();
        assertThat(run.wire.machine.isIdle()).as("no slot is lost").isTrue();
        assertThat(run.wire.machine.callsUnderWay()).isZero();
        assertThat(run.session.hasBackChannelFault()).isFalse();
        assertThat(run.heard).allSatisfy(heard -> assertThat(heard.outcomes).hasSize(1));
        assertThat(run.executions.values()).as("executions of each call").containsOnly(1);
        for (int i = 0; i < run.heard.size(); i++) {
            if (run.heard.get(i).status() != null) {
                assertThat(run.executions).as("whatever was answered").containsKey(i);
            }
        }
    }
}
