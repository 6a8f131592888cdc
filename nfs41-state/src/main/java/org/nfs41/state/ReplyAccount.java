package org.nfs41.state;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the reply buffers of one session take of the {@link ReplyMemory}.
 *
 * <p>An account is closed when its session ends: everything is given back at once, and what a
 * request still in progress would charge or give back later is refused. Between a change of the
 * account and that of the memory there is a moment in which the memory's number is too small or too
 * large; it is right as soon as both are done, in whatever order threads get there.
 *
 * <p>Safe for use by any number of threads.
 */
public final class ReplyAccount {
    private static final long CLOSED = -1;

    private final ReplyMemory memory;
    private final AtomicLong held = new AtomicLong();

    ReplyAccount(ReplyMemory memory) {
        this.memory = memory;
    }

    /**
     * Charges more bytes, or gives some back if the number is negative.
     *
     * @return false, with nothing changed, if the account has been closed
     */
    public boolean change(long bytes) {
        long before = held.get();
        while (before != CLOSED) {
            long seen = held.compareAndExchange(before, before + bytes);
            if (seen == before) {
                memory.add(bytes);
                return true;
            }
            before = seen;
        }
        return false;
    }

    /** Gives everything back for good. */
    void close() {
        long before = held.getAndSet(CLOSED);
        if (before > 0) {
            memory.add(-before);
        }
    }

    /** What is charged; 0 once it is closed. */
    public long heldBytes() {
        return Math.max(held.get(), 0);
    }

    ReplyMemory memory() {
        return memory;
    }
}
