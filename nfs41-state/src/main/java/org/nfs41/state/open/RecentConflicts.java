package org.nfs41.state.open;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which files had a delegation that was in another client's way a short while ago. Files share
 * entries, as in a hash table that forgets nothing but time: that only costs a delegation now and
 * then, and no file can make it grow. Safe for use by any number of threads.
 */
final class RecentConflicts {
    /** A power of two, for more files in conflict within a lease than there usually are. */
    private static final int ENTRIES = 4096;

    /** Stands for no conflict at all. */
    private static final long NEVER = 0;

    private final AtomicLongArray times = new AtomicLongArray(ENTRIES);

    /** Notes a conflict. */
    void note(Object file, long now) {
        times.set(indexOf(file), now == NEVER ? 1 : now);
    }

    /** Whether the last conflict is less than so many nanoseconds ago. */
    boolean isRecent(Object file, long nanos, long now) {
        long time = times.get(indexOf(file));
        return time != NEVER && now - time < nanos;
    }

    private static int indexOf(Object file) {
        return Hashes.spread(file.hashCode()) & ENTRIES - 1;
    }
}
