package org.nfs41.state;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory kept replies take, and how scarce it is: of the whole server, and of each client
 * within it.
 *
 * <p>What is counted are the slots' reply buffers. They are charged to a {@link ReplyAccount} when
 * one grows, shrinks or goes; replies of about the same size use the same buffer again, so that in
 * the steady state nothing here is written and all that requests share is a read of {@link #level}.
 *
 * <p>The budget bounds what new requests are let in for ({@link #isFull}), not what those are given
 * that have been let in: a reply that was promised to be kept must be kept (RFC 8881 section
 * 18.46.3). So the budget can be exceeded by what the requests in progress keep when it runs out,
 * each by one reply of at most its session's ca_maxresponsesize_cached.
 *
 * <p>Safe for use by any number of threads.
 */
public final class ReplyMemory {
    /** How finely scarcity is told: coarse enough to change seldom, finer than sessions react. */
    static final int LEVELS = 16;

    /**
     * One client may hold this part of the budget: with so few that want all they can get, each
     * still gets it, and the others never notice.
     */
    static final int CLIENT_PART = 8;

    /**
     * The last such part belongs to the first slot of each session: whatever the other slots hold,
     * each session gets on by one request at a time.
     */
    static final int FIRST_SLOT_PART = 16;

    /** The level at which only first slots are served: the levels are in the upper half. */
    private static final int FIRST_SLOT_LEVEL = LEVELS - 2 * LEVELS / FIRST_SLOT_PART;

    private final long budgetBytes;

    /** What this is a client's share of; null for the server's. */
    private final @Nullable ReplyMemory whole;

    private final AtomicLong used = new AtomicLong();
    private volatile int level;

    /**
     * A server's memory for replies.
     *
     * @param budgetBytes at least 1
     */
    public ReplyMemory(long budgetBytes) {
        this(budgetBytes, null);
    }

    private ReplyMemory(long budgetBytes, @Nullable ReplyMemory whole) {
        if (budgetBytes < 1 || budgetBytes > TableLimits.MOST_REPLY_BYTES) {
            throw new IllegalArgumentException("memory for replies: " + budgetBytes + " bytes");
        }
        this.budgetBytes = budgetBytes;
        this.whole = whole;
    }

    /** A share for one client. What is charged to the share is charged to the whole as well. */
    public ReplyMemory shareForClient() {
        return new ReplyMemory(Math.max(1, budgetBytes / CLIENT_PART), this);
    }

    /** An account for the buffers of one session. */
    public ReplyAccount newAccount() {
        return new ReplyAccount(this);
    }

    /** The bytes of all buffers; may be wrong for a moment while a session ends. */
    public long usedBytes() {
        return used.get();
    }

    /** The most that {@link #usedBytes} should be. */
    public long budgetBytes() {
        return budgetBytes;
    }

    /**
     * How scarce memory is here or in the whole: 0 up to half of the budget, then in equal steps up
     * to {@link #LEVELS} when it is used up.
     */
    int level() {
        return whole == null ? level : Math.max(level, whole.level);
    }

    /** Whether {@link #isFull} may be true: the cheap question, to be asked first. */
    boolean isScarce() {
        return level() >= FIRST_SLOT_LEVEL;
    }

    /**
     * Whether a new request that wants its reply kept has to wait.
     *
     * @param firstSlot whether it is on the first slot of its session
     * @param held what its slot holds already, which the new reply takes the place of
     */
    boolean isFull(boolean firstSlot, long held) {
        if (level >= FIRST_SLOT_LEVEL) {
            long most = firstSlot ? budgetBytes : budgetBytes - budgetBytes / FIRST_SLOT_PART;
            if (used.get() - held >= most) {
                return true;
            }
        }
        return whole != null && whole.isFull(firstSlot, held);
    }

    /** Counts more bytes, or fewer if the number is negative. */
    void add(long bytes) {
        used.addAndGet(bytes);
        int now;
        do {
            // Whoever writes last has looked after writing: the level never stays behind.
            now = levelOf(used.get());
            if (now != level) {
                level = now;
            }
        } while (now != levelOf(used.get()));
        if (whole != null) {
            whole.add(bytes);
        }
    }

    private int levelOf(long bytes) {
        long aboveHalf = 2 * bytes - budgetBytes;
        return (int) Math.clamp(aboveHalf * LEVELS / budgetBytes, 0L, LEVELS);
    }
}
