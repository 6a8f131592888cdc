package org.nfs41.state;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * How many slots a session is to use and may use, and the rules by which that moves (RFC 8881
 * section 2.10.6.1): a function of what there is and what a new request shows. Slot ids are from 0
 * to {@code granted - 1}, and {@code target <= enforced <= kept}.
 *
 * @param granted ca_maxrequests: as many slots as there can be, 1 to {@link
 *     ChannelLimits#MOST_SLOTS}
 * @param generation counts the changes of the target, from 1 on
 * @param target the highest slot that the client should use: sr_target_highest_slotid
 * @param enforced the highest slot that a new request is let in on: sr_highest_slotid
 * @param kept the highest slot that may not have been retired; above {@code enforced} only if that
 *     has been lowered against the client's will
 * @param ignoredSince when the client was first seen to know the target and to ignore it; {@link
 *     #NEVER} if it has not been
 */
public record SlotLimits(
        int granted, int generation, int target, int enforced, int kept, long ignoredSince) {
    /**
     * How long a client may go on with slots above the target that it knows. It may wait for a
     * reply there that was lost, and clients wait for up to a minute before they ask again; twice
     * that is nobody who means well.
     */
    static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** No time: monotonic times that far off do not occur. */
    static final long NEVER = Long.MIN_VALUE;

    /** The target grows by this part of the granted slots for each time the client uses it up. */
    private static final int GROWTH_PART = 4;

    private static final int FIRST_GENERATION = 1;

    /** A session at its start: all slots may be used, fewer should if memory is scarce. */
    static SlotLimits atStart(int granted, int level) {
        int highest = granted - 1;
        int target = highestFor(granted, level);
        return new SlotLimits(granted, FIRST_GENERATION, target, highest, highest, NEVER);
    }

    /**
     * The highest slot that a session should use at a level of scarcity: falls in proportion.
     *
     * @param level 0 to {@link ReplyMemory#LEVELS}
     */
    static int highestFor(int granted, int level) {
        int slots = granted - granted * level / ReplyMemory.LEVELS;
        return Math.max(slots, 1) - 1;
    }

    /** Whether no request can move anything: the client has all its slots and memory is plenty. */
    boolean isSettled(int level) {
        return level == 0 && target == granted - 1;
    }

    /** Whether the enforced limit was lowered before the client would have it so. */
    boolean isForced() {
        return enforced < kept;
    }

    /**
     * The limits that the reply to a new request tells. If {@link #kept} is lower in them, the
     * slots above are to be retired.
     *
     * @param level how scarce memory is
     * @param knows whether the request shows that its client has read the target: it came on a slot
     *     whose last reply told it
     * @param slotId the request's slot
     * @param highestSlotId its sa_highest_slotid
     * @param busyAbove whether a request is in progress above that slot; asked if it matters
     * @param now monotonic nanoseconds
     */
    SlotLimits after(
            int level,
            boolean knows,
            int slotId,
            int highestSlotId,
            IntPredicate busyAbove,
            long now) {
        if (slotId > enforced) {
            return withOneMore(slotId);
        }
        SlotLimits lowered = lowered(level);
        if (lowered.target < target || !knows) {
            return lowered;
        }
        if (highestSlotId > target) {
            return ignored(busyAbove, now);
        }
        SlotLimits heeded = kept > target ? heeded(busyAbove) : this;
        boolean usedUp = Math.max(slotId, highestSlotId) == target;
        // Replies have told a client that was forced which slots are none any more. It may have
        // forgotten them: they must be retired before they are used again.
        return usedUp && !isForced() ? heeded.grown(level) : heeded;
    }

    /** With the target that goes with a level of scarcity, if it is lower than it was. */
    SlotLimits lowered(int level) {
        int wanted = highestFor(granted, level);
        return wanted < target
                ? new SlotLimits(granted, generation + 1, wanted, enforced, kept, NEVER)
                : this;
    }

    /**
     * With a slot above the enforced one that was in use before that could be prevented: it is
     * retired when the client shows once more that it knows.
     */
    SlotLimits withOneMore(int slotId) {
        return new SlotLimits(
                granted,
                generation,
                target,
                Math.max(enforced, slotId),
                Math.max(kept, slotId),
                ignoredSince);
    }

    private SlotLimits heeded(IntPredicate busyAbove) {
        return busyAbove.test(target)
                ? new SlotLimits(granted, generation, target, enforced, kept, NEVER)
                : new SlotLimits(granted, generation, target, target, target, NEVER);
    }

    private SlotLimits ignored(IntPredicate busyAbove, long now) {
        if (enforced == target) {
            return this;
        }
        if (ignoredSince == NEVER) {
            return new SlotLimits(granted, generation, target, enforced, kept, now);
        }
        return now - ignoredSince > PATIENCE_NANOS && !busyAbove.test(target)
                ? new SlotLimits(granted, generation, target, target, kept, ignoredSince)
                : this;
    }

    /**
     * Grows only as far as leaves a level of room, so that a server that stands between two levels
     * does not have its clients move to and fro.
     */
    private SlotLimits grown(int level) {
        int most = level == 0 ? granted - 1 : highestFor(granted, level + 1);
        if (most <= target) {
            return this;
        }
        int grown = Math.min(most, target + Math.max(1, granted / GROWTH_PART));
        int highest = Math.max(enforced, grown);
        return new SlotLimits(
                granted, generation + 1, grown, highest, Math.max(kept, highest), NEVER);
    }
}
