package org.nfs41.state.open;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which files had a delegation that was in another client's way a short while ago. Files share
 * entries, each of which is the last one's: that another is forgotten only costs a recall now and
 * then, and no file can make it grow. Safe for use by any number of threads.
 */
final class RecentConflicts {
    /** A power of two, for more files in conflict within a lease than there usually are. */
    private static final int ENTRIES = 4096;

    /** Stands for no conflict at all. */
    private static final long NEVER = 0;

    private final AtomicLongArray times = new AtomicLongArray(ENTRIES);

    /** Whose they are, by their hashes. */
    private final AtomicIntegerArray owners = new AtomicIntegerArray(ENTRIES);

    /** Notes a conflict. */
    void note(Object file, long now) {
        int hash = Hashes.spread(file.hashCode());
        owners.set(hash & ENTRIES - 1, hash);
        times.set(hash & ENTRIES - 1, now == NEVER ? 1 : now);
    }

    /** Whether the last conflict is less than so many nanoseconds ago. */
    boolean isRecent(Object file, long nanos, long now) {
        int hash = Hashes.spread(file.hashCode());
        long time = times.get(hash & ENTRIES - 1);
        return time != NEVER && now - time < nanos && owners.get(hash & ENTRIES - 1) == hash;
    }
}
