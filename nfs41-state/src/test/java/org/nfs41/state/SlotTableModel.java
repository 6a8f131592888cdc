package org.nfs41.state;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A session's slots in the plainest form: what RFC 8881 section 2.10.6.1 says of them, and decision
 * 8 where that leaves a choice. One request after the other, no memory but a level of scarcity, and
 * nothing is clever.
 */
final class SlotTableModel {
    enum Answer {
        EXECUTE,
        REPLAY,
        NOT_KEPT,
        IN_PROGRESS,
        MISORDERED,
        FALSE_RETRY,
        BADSLOT,
        BAD_HIGH_SLOT,
        NO_MEMORY
    }

    /**
     * A SEQUENCE.
     *
     * @param content stands for all that a retry has in common with its original
     */
    record Request(
            int slotId,
            int sequenceId,
            long content,
            long uid,
            int highestSlotId,
            boolean cacheThis) {
        boolean repeats(Request other) {
            return content == other.content && uid == other.uid;
        }
    }

    /** One slot. */
    static final class ModelSlot {
        int last;

        /** The last request that was let in. */
        @Nullable Request request;

        /** The last one of those with sequence id 1. */
        @Nullable Request first;

        boolean running;
        boolean retired;
        byte @Nullable [] reply;
        boolean hasBuffer;

        /** What its last reply told: an index in {@link #targets}, or {@link #NOTHING}. */
        int told = NOTHING;
    }

    private static final int NOTHING = -1;
    private static final int LEVELS = 16;
    private static final long PATIENCE_SECONDS = 120;

    final List<ModelSlot> slots;

    /** All targets that there have been; the last one counts. */
    final List<Integer> targets = new ArrayList<>();

    int enforced;

    /** Whether the enforced slot was lowered against the client's will. */
    boolean forced;

    /** How scarce memory is: 0 (plenty) to 16 (none). */
    int level;

    long seconds;
    private @Nullable Long ignoredSince;

    SlotTableModel(int granted, int sequenceId) {
        slots = IntStream.range(0, granted).mapToObj(id -> new ModelSlot()).toList();
        slots.forEach(slot -> slot.last = sequenceId);
        enforced = granted - 1;
        targets.add(enforced);
    }

    int target() {
        return targets.getLast();
    }

    Answer ask(Request request) {
        ModelSlot slot = slots.get(request.slotId());
        Answer answer = answerOf(slot, request);
        boolean isNew = answer == Answer.EXECUTE;
        if (request.slotId() > enforced) {
            if (isNew) {
                // Retire the slot and say so: both or neither.
                retire(slot);
                return Answer.BADSLOT;
            }
        } else if (forced && isNew && request.highestSlotId() > enforced) {
            return Answer.BAD_HIGH_SLOT;
        } else if (isNew && request.cacheThis() && !slot.hasBuffer && mustWait(request.slotId())) {
            return Answer.NO_MEMORY;
        }
        if (isNew) {
            letIn(slot, request);
        } else if (answer == Answer.FALSE_RETRY) {
            // Whoever replaces a request has not seen its reply.
            slot.told = NOTHING;
        }
        return answer;
    }

    /** What the slot alone would say. */
    private static Answer answerOf(ModelSlot slot, Request request) {
        int asked = request.sequenceId();
        if (slot.running) {
            return asked == slot.last ? Answer.IN_PROGRESS : Answer.MISORDERED;
        }
        if (asked == slot.last + 1) {
            return Answer.EXECUTE;
        }
        if (slot.retired && asked == 1) {
            // Its client may have forgotten the slot; what was executed never is again.
            boolean executed = slot.first != null && slot.first.content == request.content();
            if (!executed) {
                return Answer.EXECUTE;
            }
        }
        if (slot.request == null || asked != slot.last) {
            return Answer.MISORDERED;
        }
        if (!request.repeats(slot.request)) {
            return Answer.FALSE_RETRY;
        }
        return slot.reply == null ? Answer.NOT_KEPT : Answer.REPLAY;
    }

    /** The last memory is for first slots. */
    private boolean mustWait(int slotId) {
        return level >= (slotId == 0 ? LEVELS : LEVELS - 2);
    }

    private void letIn(ModelSlot slot, Request request) {
        slot.last = request.sequenceId();
        slot.request = request;
        slot.running = true;
        slot.retired = false;
        slot.reply = null;
        if (request.sequenceId() == 1) {
            slot.first = request;
        }
        move(slot.told == targets.size() - 1, request);
        slot.told = targets.size() - 1;
    }

    /** By a new request the limits move; {@code knows} if its client has read the target. */
    private void move(boolean knows, Request request) {
        int affordable = affordableAt(level);
        if (affordable < target()) {
            targets.add(affordable);
            ignoredSince = null;
        } else if (knows && request.highestSlotId() > target()) {
            ignored();
        } else if (knows) {
            boolean wasForced = forced;
            heeded();
            // what a client was told is no slot any more is retired before it is one again
            if (!wasForced && Math.max(request.slotId(), request.highestSlotId()) == target()) {
                grow();
            }
            if (!forced) {
                slots.stream().skip(enforced + 1L).forEach(SlotTableModel::retire);
            }
        }
    }

    private int affordableAt(int scarcity) {
        return Math.max(slots.size() - slots.size() * scarcity / LEVELS, 1) - 1;
    }

    /** The client goes on with slots that it should not use. */
    private void ignored() {
        if (enforced == target()) {
            return;
        }
        if (ignoredSince == null) {
            ignoredSince = seconds;
        } else if (seconds - ignoredSince > PATIENCE_SECONDS && idleAboveTarget()) {
            enforced = target();
            forced = true;
        }
    }

    /** The client shows that it uses the slots up to the target only. */
    private void heeded() {
        if (enforced == target() && !forced) {
            return;
        }
        ignoredSince = null;
        if (idleAboveTarget()) {
            enforced = target();
            forced = false;
        }
    }

    private void grow() {
        int most = level == 0 ? slots.size() - 1 : affordableAt(level + 1);
        if (most > target()) {
            int step = Math.max(1, slots.size() / 4);
            targets.add(Math.min(most, target() + step));
            enforced = Math.max(enforced, target());
            ignoredSince = null;
        }
    }

    private boolean idleAboveTarget() {
        return slots.stream().skip(target() + 1L).noneMatch(slot -> slot.running);
    }

    private static void retire(ModelSlot slot) {
        if (slot.request != null) {
            slot.retired = true;
            slot.reply = null;
            slot.hasBuffer = false;
        }
    }

    /** The request in progress ends. */
    void end(ModelSlot slot, Request request, byte[] bytes) {
        slot.running = false;
        if (request.cacheThis()) {
            slot.reply = bytes;
            slot.hasBuffer = true;
        } else if (level > 0) {
            slot.hasBuffer = false;
        }
    }
}
