package org.nfs41.state.lock;

import org.jspecify.annotations.Nullable;

/** A lock in a {@link LockTree}, and what the tree must know of those below it. */
final class LockNode<O, H> implements Comparable<LockNode<O, H>> {
    final RangeLock<O, H> lock;

    /** Tells locks apart that begin with the same byte. */
    private final long serial;

    @Nullable LockNode<O, H> left;
    @Nullable LockNode<O, H> right;
    int height;

    /** The last byte that this or one below locks. */
    private long reach;

    /** The same of exclusive locks, if there is one. */
    private long exclusiveReach;

    private boolean hasExclusive;

    LockNode(RangeLock<O, H> lock, long serial) {
        this.lock = lock;
        this.serial = serial;
        update();
    }

    /** Whether a lock of this tree ends at {@code byteAt} or behind it. */
    boolean reaches(long byteAt, boolean exclusiveOnly) {
        return exclusiveOnly
                ? hasExclusive && Long.compareUnsigned(exclusiveReach, byteAt) >= 0
                : Long.compareUnsigned(reach, byteAt) >= 0;
    }

    /** Takes note of other nodes below. */
    void update() {
        height = 1;
        reach = lock.range().last();
        hasExclusive = lock.exclusive();
        exclusiveReach = reach;
        include(left);
        include(right);
    }

    private void include(@Nullable LockNode<O, H> below) {
        if (below == null) {
            return;
        }
        height = Math.max(height, below.height + 1);
        reach = greater(reach, below.reach);
        if (below.hasExclusive) {
            exclusiveReach =
                    hasExclusive
                            ? greater(exclusiveReach, below.exclusiveReach)
                            : below.exclusiveReach;
            hasExclusive = true;
        }
    }

    private static long greater(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    @Override
    public int compareTo(LockNode<O, H> other) {
        int order = Long.compareUnsigned(lock.range().first(), other.lock.range().first());
        return order != 0 ? order : Long.compare(serial, other.serial);
    }
}
