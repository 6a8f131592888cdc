package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrWriter;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A slot against a model that remembers everything: whatever requests come in whatever order, each
 * sequence id is let in at most once, in order, and answered alike ever after.
 */
class SlotProperties {
    /** A request, and how it ends if it is let in. */
    record Step(int distance, long fingerprint, long uid, Ending ending) {}

    enum Ending {
        KEPT,
        NOT_KEPT,
        ABANDONED,
        STILL_RUNNING
    }

    /** What a slot is, in the plainest form. */
    private static final class Model {
        int last;
        boolean used;
        boolean running;
        long fingerprint;
        Principal principal = Principal.NONE;
        byte @Nullable [] reply;

        SlotVerdict accept(int sequenceId, long print, Principal who) {
            boolean next = sequenceId == last + 1;
            if (running) {
                return sequenceId == last ? SlotVerdict.IN_PROGRESS : SlotVerdict.MISORDERED;
            }
            if (next) {
                last = sequenceId;
                used = true;
                running = true;
                fingerprint = print;
                principal = who;
                reply = null;
                return SlotVerdict.NEW;
            }
            if (sequenceId != last || !used) {
                return SlotVerdict.MISORDERED;
            }
            if (print != fingerprint || !who.equals(principal)) {
                return SlotVerdict.FALSE_RETRY;
            }
            return reply == null ? SlotVerdict.UNCACHED_REPLAY : SlotVerdict.REPLAY;
        }
    }

    @Property(tries = 400)
    void behavesLikeTheModel(@ForAll("starts") int start, @ForAll("steps") List<Step> steps) {
        Slot slot = TableFixture.newSlot(start, SlotState.UNUSED);
        Model model = new Model();
        model.last = start;
        int letIn = 0;
        for (Step step : steps) {
            int sequenceId = model.last + step.distance();
            Principal who = Principal.sys(step.uid());
            SlotVerdict expected = model.accept(sequenceId, step.fingerprint(), who);

            assertThat(slot.accept(sequenceId, step.fingerprint(), who)).isEqualTo(expected);
            if (expected == SlotVerdict.NEW) {
                letIn++;
                end(slot, model, step.ending(), letIn);
            } else if (expected == SlotVerdict.IN_PROGRESS) {
                // Its original is done by now.
                end(slot, model, step.ending(), letIn);
            }
            assertThat(slot.sequenceId()).isEqualTo(model.last);
            assertThat(slot.isInProgress()).isEqualTo(model.running);
            assertReply(slot, model);
        }
        assertThat(model.last - start).isEqualTo(letIn);
    }

    private static void end(Slot slot, Model model, Ending ending, int number) {
        // Replies of all sizes, so that buffers grow and shrink.
        byte[] reply = new byte[number * 397 % 5000 + 4];
        reply[0] = (byte) number;
        ByteBuffer source = ByteBuffer.wrap(reply);
        switch (ending) {
            case KEPT -> {
                slot.complete(source, 0, reply.length, true);
                model.reply = reply;
            }
            case NOT_KEPT -> slot.complete(source, 0, reply.length, false);
            case ABANDONED -> slot.abandon();
            case STILL_RUNNING -> {
                return;
            }
        }
        model.running = false;
    }

    private static void assertReply(Slot slot, Model model) {
        XdrWriter out = new XdrWriter();
        boolean replayed = slot.replay(model.last, out);
        assertThat(replayed).isEqualTo(model.reply != null && !model.running);
        if (model.reply != null && replayed) {
            assertThat(out.toByteArray()).isEqualTo(model.reply);
        }
    }

    @Provide
    Arbitrary<Integer> starts() {
        return Arbitraries.frequency(
                Tuple.of(3, 0), Tuple.of(2, -3), Tuple.of(1, Integer.MAX_VALUE));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> distance =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.just(1)),
                        Tuple.of(5, Arbitraries.just(0)),
                        Tuple.of(1, Arbitraries.integers().between(-3, 3)),
                        Tuple.of(1, Arbitraries.integers()));
        return Combinators.combine(
                        distance,
                        Arbitraries.longs().between(1, 2),
                        Arbitraries.longs().between(1000, 1001),
                        Arbitraries.of(Ending.values()))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }
}
