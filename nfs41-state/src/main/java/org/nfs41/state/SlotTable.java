package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The slots of a session's fore channel: which there are, which may be used, and what they take of
 * the server's memory (RFC 8881 section 2.10.6.1).
 *
 * <p>Safe for use by any number of threads. A lock is taken only where the limits move, which they
 * do not while memory is plenty.
 */
public final class SlotTable {
    /** No slot. */
    static final int NOTHING_TO_RECALL = -1;

    /** Slots are made at their first use: most clients use few, and an idle session is small. */
    private final AtomicReferenceArray<@Nullable Slot> slots;

    private final ReplyAccount account;

    /** Replaced under the lock of this object. */
    private volatile SlotLimits limits;

    /**
     * An unused table.
     *
     * @param granted as many slots as it has, at least 1
     * @param memory what replies are charged to
     */
    SlotTable(int granted, ReplyMemory memory) {
        slots = new AtomicReferenceArray<>(granted);
        account = memory.newAccount();
        limits = SlotLimits.atStart(granted, memory.level());
    }

    /**
     * The slot of that id.
     *
     * @return null if the session has no such slot ({@code NFS4ERR_BADSLOT}); the id is unsigned
     */
    public @Nullable Slot slot(int slotId) {
        if (slotId < 0 || slotId >= slots.length()) {
            return null;
        }
        Slot slot = slots.getAcquire(slotId);
        if (slot != null) {
            return slot;
        }
        Slot fresh = new Slot(account);
        Slot other = slots.compareAndExchange(slotId, null, fresh);
        return other == null ? fresh : other;
    }

    /** Which slots are to be used and may be used now. */
    public SlotLimits limits() {
        return limits;
    }

    /**
     * Why a request may not be let in, although such a slot was granted and the request is in order
     * otherwise. To be asked directly before {@link Slot#accept}: the error is what {@link
     * NfsStatus#BADSLOT} says, that the slot has been retired (RFC 8881 section 2.10.6.1: both or
     * neither).
     *
     * @param sequence for slots that were granted
     * @param keptBytes the most that its reply takes if it is kept; 0 if it is not to be kept
     * @return null if it may; {@code NFS4ERR_BADSLOT} for a new request above the enforced slot,
     *     {@code NFS4ERR_BAD_HIGH_SLOT} for a new request whose client uses slots there against
     *     better knowledge, {@code NFS4ERR_DELAY} for a new request whose reply there is no memory
     *     for; retries are always answered
     */
    public @Nullable NfsStatus refusal(SequenceArgs sequence, long fingerprint, int keptBytes) {
        SlotLimits now = limits;
        Slot slot = slots.getAcquire(sequence.slotId());
        if (sequence.slotId() > now.enforced()) {
            // Whoever asks for something new has the last reply.
            boolean retired =
                    wouldLetIn(slot, sequence, fingerprint) && (slot == null || slot.retire());
            return retired ? NfsStatus.BADSLOT : null;
        }
        if (now.isForced()
                && sequence.highestSlotId() > now.enforced()
                && wouldLetIn(slot, sequence, fingerprint)) {
            return NfsStatus.BAD_HIGH_SLOT;
        }
        ReplyMemory memory = account.memory();
        if (keptBytes == 0 || !memory.isScarce()) {
            return null;
        }
        int held = slot == null ? 0 : slot.bufferBytes();
        boolean mustWait =
                held < keptBytes
                        && memory.isFull(sequence.slotId() == 0, held)
                        && wouldLetIn(slot, sequence, fingerprint);
        return mustWait ? NfsStatus.DELAY : null;
    }

    private static boolean wouldLetIn(
            @Nullable Slot slot, SequenceArgs sequence, long fingerprint) {
        return slot == null
                ? sequence.sequenceId() == SlotRules.FIRST
                : slot.wouldLetIn(sequence.sequenceId(), fingerprint);
    }

    /**
     * Takes note of a new request that the slot has let in, by which the limits may move.
     *
     * @param sequence for slots that were granted
     * @param now monotonic nanoseconds
     * @return what its reply is to tell
     */
    public SlotLimits letIn(Slot slot, SequenceArgs sequence, long now) {
        SlotLimits seen = limits;
        int level = account.memory().level();
        if (!seen.isSettled(level)) {
            if (!after(seen, level, slot, sequence, now).equals(seen)) {
                seen = move(slot, sequence, now);
            }
        }
        slot.told(seen.generation());
        return seen;
    }

    /**
     * Lowers the target if memory has become scarcer since the client's last request.
     *
     * @return the highest slot that the client should use, if what slots above it hold is wanted
     *     back; else {@link #NOTHING_TO_RECALL}
     */
    int recall() {
        int level = account.memory().level();
        if (level == 0 || account.heldBytes() == 0) {
            return NOTHING_TO_RECALL;
        }
        synchronized (this) {
            limits = limits.lowered(level);
        }
        int target = limits.target();
        for (int i = slots.length() - 1; i > target; i--) {
            Slot above = slots.getAcquire(i);
            if (above != null && above.bufferBytes() > 0) {
                return target;
            }
        }
        return NOTHING_TO_RECALL;
    }

    private synchronized SlotLimits move(Slot slot, SequenceArgs sequence, long now) {
        SlotLimits before = limits;
        SlotLimits after = after(before, account.memory().level(), slot, sequence, now);
        // The limit first: whoever claims a slot above it from now on does not mean well.
        limits = after;
        for (int i = after.kept() + 1; i <= before.kept(); i++) {
            Slot above = slots.getAcquire(i);
            if (above != null && !above.retire()) {
                limits = limits.withOneMore(i);
            }
        }
        return limits;
    }

    private SlotLimits after(
            SlotLimits before, int level, Slot slot, SequenceArgs sequence, long now) {
        return before.after(
                level,
                slot.told() == before.generation(),
                sequence.slotId(),
                sequence.highestSlotId(),
                this::isBusyAbove,
                now);
    }

    private boolean isBusyAbove(int slotId) {
        for (int i = slots.length() - 1; i > slotId; i--) {
            Slot slot = slots.getAcquire(i);
            if (slot != null && slot.isInProgress()) {
                return true;
            }
        }
        return false;
    }

    /** How many requests are being executed. */
    int requestsInProgress() {
        int count = 0;
        for (int i = 0; i < slots.length(); i++) {
            Slot slot = slots.get(i);
            if (slot != null && slot.isInProgress()) {
                count++;
            }
        }
        return count;
    }

    /** The memory that replies are charged to: the client's share. */
    ReplyMemory memory() {
        return account.memory();
    }

    /** Gives the memory of all replies back; the session has ended. */
    void close() {
        account.close();
    }
}
