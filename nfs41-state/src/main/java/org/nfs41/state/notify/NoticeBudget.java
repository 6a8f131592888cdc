package org.nfs41.state.notify;

import java.util.concurrent.atomic.AtomicLong;

/** How much all that waits to be told may take together. Safe for use by several threads. */
public final class NoticeBudget {
    /** As much as the changes of some hundred delegations that are at their own limit. */
    public static final long DEFAULT_BYTES = 64L << 20;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** A budget of so many bytes. */
    public NoticeBudget(long bytes) {
        most = bytes;
    }

    /** Takes some; false, and nothing is taken, if there is not so much left. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        give(bytes);
        return false;
    }

    /** Gives back what was taken. */
    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** How much is taken. */
    public long takenBytes() {
        return taken.get();
    }
}
