package org.nfs41.state.open;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many operations are being carried out now on files, of those that delegations forbid to
 * others than their holder. While there is one, its file is delegated to nobody, so that what an
 * operation has found to be free stays so until it ends.
 *
 * <p>Files share counts: a file that looks busy as another is only misses a delegation. Safe for
 * use by any number of threads, without a lock; nothing is made for an operation.
 */
final class Underway {
    /** A power of two, for many more operations at once than there are threads. */
    private static final int COUNTS = 1024;

    /** Counts next to each other would share a cache line. */
    private static final int SPACING = 16;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS * SPACING);

    /** An operation begins; only then may it look for delegations. */
    void begin(Object file) {
        counts.incrementAndGet(indexOf(file));
    }

    /** An operation has ended. */
    void end(Object file) {
        counts.decrementAndGet(indexOf(file));
    }

    /** Whether there is one, or one of another file that shares the count. */
    boolean isBusy(Object file) {
        return counts.get(indexOf(file)) != 0;
    }

    private static int indexOf(Object file) {
        return (Hashes.spread(file.hashCode()) & COUNTS - 1) * SPACING;
    }
}
