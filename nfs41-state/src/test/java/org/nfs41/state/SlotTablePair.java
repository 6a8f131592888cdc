package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.state.SlotTableModel.Answer;
import org.nfs41.state.SlotTableModel.ModelSlot;
import org.nfs41.state.SlotTableModel.Request;
import org.nfs41.state.SlotTableProperties.Event;
import org.nfs41.state.SlotTableProperties.Highest;
import org.nfs41.state.SlotTableProperties.Step;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SequenceArgs;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A table of slots and its model, to which the same happens. */
final class SlotTablePair {
    private static final int REPLY_BYTES = 1000;

    /** So much that all replies of a table do not reach the next level. */
    private static final long BUDGET = 64 * 8 * REPLY_BYTES;

    private static final Map<NfsStatus, Answer> REFUSALS =
            Map.of(
                    NfsStatus.BADSLOT, Answer.BADSLOT,
                    NfsStatus.BAD_HIGH_SLOT, Answer.BAD_HIGH_SLOT,
                    NfsStatus.DELAY, Answer.NO_MEMORY);

    private final ReplyMemory memory = new ReplyMemory(BUDGET);
    private final ReplyAccount others = memory.newAccount();
    private final SlotTable table;
    private final SlotTableModel model;
    private Highest conduct = Highest.ALL_GRANTED;
    private long contents;

    SlotTablePair(int granted, int start) {
        table = new SlotTable(granted, memory.shareForClient());
        model = new SlotTableModel(granted, start);
        for (int id = 0; id < granted; id++) {
            age(slot(id), start);
        }
    }

    /** Sends a request to both, which must answer it alike. */
    Answer send(Step.Send send, Set<Event> events) {
        int slotId = send.slotId() % model.slots.size();
        ModelSlot slot = model.slots.get(slotId);
        Request request = request(slotId, slot, send);
        boolean wasRetired = slot.retired;
        boolean wasForced = model.forced;
        int target = model.target();
        long retired = model.slots.stream().filter(other -> other.retired).count();

        Answer expected = model.ask(request);
        assertThat(ask(request)).as("%s", request).isEqualTo(expected);
        if (expected == Answer.EXECUTE) {
            if (send.ends()) {
                end(slotId);
            }
            if (wasRetired) {
                boolean anew = request.sequenceId() == 1;
                events.add(anew ? Event.BEGUN_ANEW : Event.WENT_ON_AFTER_RETIREMENT);
            }
            if (request.sequenceId() == 0) {
                events.add(Event.WRAPPED);
            }
        } else if (expected == Answer.REPLAY) {
            assertThat(replay(slotId)).isEqualTo(slot.reply);
        }
        if (model.forced && !wasForced) {
            events.add(Event.LIMIT_FORCED);
        }
        if (model.target() != target) {
            events.add(model.target() < target ? Event.TARGET_LOWERED : Event.TARGET_RAISED);
        }
        if (model.slots.stream().filter(other -> other.retired).count() > retired) {
            events.add(Event.SLOT_RETIRED);
        }
        return expected;
    }

    private Request request(int slotId, ModelSlot slot, Step.Send send) {
        int highest = highest(slotId);
        Request fresh =
                new Request(slotId, slot.last + 1, ++contents, 1000, highest, send.cacheThis());
        Request last = slot.request == null ? numbered(fresh, slot.last) : slot.request;
        // sa_highest_slotid and what is done with the reply are no part of what is repeated.
        Request again =
                new Request(
                        slotId, slot.last, last.content(), last.uid(), highest, last.cacheThis());
        return switch (send.kind()) {
            case NEXT -> fresh;
            case RETRY -> again;
            case OTHER_CONTENT -> numbered(fresh, slot.last);
            case OTHER_PRINCIPAL ->
                    new Request(slotId, slot.last, last.content(), 1001, highest, true);
            case ANEW -> numbered(fresh, 1);
            case FIRST_AGAIN -> slot.first == null ? numbered(fresh, 1) : slot.first;
            case OLD -> numbered(fresh, slot.last - 1);
            case SKIPPING -> numbered(fresh, slot.last + 2);
        };
    }

    private static Request numbered(Request request, int sequenceId) {
        return new Request(
                request.slotId(),
                sequenceId,
                request.content(),
                request.uid(),
                request.highestSlotId(),
                request.cacheThis());
    }

    private int highest(int slotId) {
        return switch (conduct) {
            case NONE_BUT_ITS_OWN -> slotId;
            case TARGET -> model.target();
            case ALL_GRANTED -> model.slots.size() - 1;
        };
    }

    /** What the table does, in the order in which SEQUENCE asks it. */
    private Answer ask(Request request) {
        SequenceArgs sequence =
                new SequenceArgs(
                        new SessionId(1, 2),
                        request.sequenceId(),
                        request.slotId(),
                        request.highestSlotId(),
                        request.cacheThis());
        int kept = request.cacheThis() ? REPLY_BYTES : 0;
        NfsStatus refusal = table.refusal(sequence, request.content(), kept);
        if (refusal != null) {
            return Objects.requireNonNull(REFUSALS.get(refusal));
        }
        Slot slot = slot(request.slotId());
        Principal who = Principal.sys(request.uid());
        return switch (slot.accept(request.sequenceId(), request.content(), who)) {
            case NEW -> {
                SlotLimits told = table.letIn(slot, sequence, nanos());
                assertThat(told.target()).isEqualTo(model.target());
                assertThat(told.enforced()).isEqualTo(model.enforced);
                yield Answer.EXECUTE;
            }
            case REPLAY -> Answer.REPLAY;
            case UNCACHED_REPLAY -> Answer.NOT_KEPT;
            case IN_PROGRESS -> Answer.IN_PROGRESS;
            case MISORDERED -> Answer.MISORDERED;
            case FALSE_RETRY -> Answer.FALSE_RETRY;
        };
    }

    /** Ends the request in progress in that slot, if there is one. */
    void end(int slotId) {
        int id = slotId % model.slots.size();
        ModelSlot slot = model.slots.get(id);
        Request request = slot.request;
        if (slot.running && request != null) {
            byte[] reply = new byte[REPLY_BYTES];
            Arrays.fill(reply, (byte) request.content());
            slot(id).complete(ByteBuffer.wrap(reply), 0, REPLY_BYTES, request.cacheThis());
            model.end(slot, request, reply);
        }
    }

    /** What other clients hold makes memory as scarce as that. */
    void scarcity(int level) {
        model.level = level;
        long width = BUDGET / 2 / ReplyMemory.LEVELS;
        long wanted = level == 0 ? 0 : BUDGET / 2 + level * width;
        assertThat(others.change(wanted - others.heldBytes())).isTrue();
    }

    void conduct(Highest highest) {
        conduct = highest;
    }

    void pause(int seconds) {
        model.seconds += seconds;
    }

    /** All that can be seen from outside. */
    void assertAlike() {
        long held = 0;
        for (int id = 0; id < model.slots.size(); id++) {
            ModelSlot expected = model.slots.get(id);
            Slot slot = slot(id);
            assertThat(slot.sequenceId()).isEqualTo(expected.last);
            assertThat(slot.isInProgress()).isEqualTo(expected.running);
            assertThat(slot.isRetired()).as("slot %d retired", id).isEqualTo(expected.retired);
            int bytes = expected.hasBuffer ? REPLY_BYTES : 0;
            assertThat(slot.bufferBytes()).as("bytes of slot %d", id).isEqualTo(bytes);
            held += bytes;
        }
        assertThat(memory.usedBytes() - others.heldBytes()).isEqualTo(held);
        assertThat(table.limits().target()).isEqualTo(model.target());
        assertThat(table.limits().enforced()).isEqualTo(model.enforced);
        assertThat(table.limits().isForced()).isEqualTo(model.forced);
    }

    private byte[] replay(int slotId) {
        Slot slot = slot(slotId);
        XdrWriter out = new XdrWriter();
        assertThat(slot.replay(slot.sequenceId(), out)).isTrue();
        return out.toByteArray();
    }

    private long nanos() {
        return TimeUnit.SECONDS.toNanos(model.seconds);
    }

    private Slot slot(int slotId) {
        return Objects.requireNonNull(table.slot(slotId));
    }

    /** Has an unused slot come to a sequence id; nothing but a test wants that. */
    private static void age(Slot slot, int sequenceId) {
        try {
            Field word = Slot.class.getDeclaredField("word");
            word.setAccessible(true);
            word.setLong(slot, word.getLong(slot) | (long) sequenceId << Integer.SIZE);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        assertThat(slot.sequenceId()).isEqualTo(sequenceId);
    }
}
