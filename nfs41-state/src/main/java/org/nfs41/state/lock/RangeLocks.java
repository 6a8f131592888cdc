package org.nfs41.state.lock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The byte-range locks of one file, with the semantics of POSIX: an owner's later lock takes the
 * place of its earlier ones byte by byte, and any part of what is locked can be unlocked (RFC 8881
 * sections 9.2, 9.3 and 18.10.4).
 *
 * <p>The bytes of one owner may belong to several of its holders; each byte belongs to the one that
 * locked it last (section 9.5). Locks of one holder and kind that touch are one.
 *
 * <p>With n locks, of which k overlap the range in question and are the owner's own or change, each
 * method takes O(log n + k log n) time. Not safe for use by several threads.
 *
 * @param <O> owners: {@code equals} tells them apart, and they have an order if peers choose them
 * @param <H> holders: no two owners share one
 */
public final class RangeLocks<O, H> {
    /**
     * How many locks one call to {@link #lock} can add to those there are: one in the midst of
     * another of the same owner makes three of it.
     */
    public static final int MOST_ADDED = 2;

    private final LockTree<O, H> all = new LockTree<>();
    private final Map<O, NavigableMap<Long, LockNode<O, H>>> byOwner = new HashMap<>();
    private final Map<H, Integer> held = new HashMap<>();
    private int count;

    /** How many locks there are, of all owners. */
    public int count() {
        return count;
    }

    /** How many locks belong to {@code holder}. */
    public int held(H holder) {
        return held.getOrDefault(holder, 0);
    }

    /**
     * A lock of another owner that stands in the way, the one with the first byte if there are
     * several, or null.
     *
     * @param exclusive whether the lock in question would be exclusive
     * @param counts whose locks count, those of all others do not stand in the way
     */
    public @Nullable RangeLock<O, H> conflict(
            O owner, ByteRange range, boolean exclusive, Predicate<H> counts) {
        return all.conflict(owner, range, exclusive, counts);
    }

    /** Locks a range, in which there must be no conflict. */
    public void lock(RangeLock<O, H> lock) {
        O owner = lock.owner();
        unlock(owner, lock.range());
        NavigableMap<Long, LockNode<O, H>> own =
                byOwner.computeIfAbsent(owner, key -> new TreeMap<>(Long::compareUnsigned));
        ByteRange range = lock.range();
        long first = range.first();
        long last = range.last();
        LockNode<O, H> before = nodeOf(own.lowerEntry(first));
        if (before != null
                && before.lock.range().isFollowedBy(range)
                && before.lock.isAlike(lock)) {
            first = before.lock.range().first();
            remove(own, before);
        }
        LockNode<O, H> behind = nodeOf(own.higherEntry(range.first()));
        if (behind != null
                && range.isFollowedBy(behind.lock.range())
                && behind.lock.isAlike(lock)) {
            last = behind.lock.range().last();
            remove(own, behind);
        }
        add(own, lock.over(new ByteRange(first, last)));
    }

    /** Whether unlocking a range would leave one lock more, as it lies in the midst of one. */
    public boolean unlockAdds(O owner, ByteRange range) {
        NavigableMap<Long, LockNode<O, H>> own = byOwner.get(owner);
        LockNode<O, H> around = own == null ? null : nodeOf(own.lowerEntry(range.first()));
        return around != null
                && around.lock.range().overlaps(range)
                && around.lock.range().behind(range) != null;
    }

    /** Unlocks those bytes of a range that {@code owner} has locked, by whichever holder. */
    public void unlock(O owner, ByteRange range) {
        NavigableMap<Long, LockNode<O, H>> own = byOwner.get(owner);
        if (own == null) {
            return;
        }
        for (LockNode<O, H> node : overlapping(own, range)) {
            remove(own, node);
            ByteRange before = node.lock.range().before(range);
            if (before != null) {
                add(own, node.lock.over(before));
            }
            ByteRange behind = node.lock.range().behind(range);
            if (behind != null) {
                add(own, node.lock.over(behind));
            }
        }
        dropIfEmpty(owner, own);
    }

    /** Unlocks all that belongs to {@code holder}. */
    public void release(O owner, H holder) {
        NavigableMap<Long, LockNode<O, H>> own = byOwner.get(owner);
        if (own == null || held(holder) == 0) {
            return;
        }
        for (LockNode<O, H> node : List.copyOf(own.values())) {
            if (node.lock.holder().equals(holder)) {
                remove(own, node);
            }
        }
        dropIfEmpty(owner, own);
    }

    /** All locks of an owner, in the order of their bytes. */
    public List<RangeLock<O, H>> of(O owner) {
        NavigableMap<Long, LockNode<O, H>> own = byOwner.get(owner);
        return own == null ? List.of() : own.values().stream().map(node -> node.lock).toList();
    }

    private List<LockNode<O, H>> overlapping(
            NavigableMap<Long, LockNode<O, H>> own, ByteRange range) {
        List<LockNode<O, H>> found = new ArrayList<>();
        LockNode<O, H> before = nodeOf(own.lowerEntry(range.first()));
        if (before != null && before.lock.range().overlaps(range)) {
            found.add(before);
        }
        found.addAll(own.subMap(range.first(), true, range.last(), true).values());
        return found;
    }

    private void add(NavigableMap<Long, LockNode<O, H>> own, RangeLock<O, H> lock) {
        own.put(lock.range().first(), all.add(lock));
        held.merge(lock.holder(), 1, Integer::sum);
        count++;
    }

    private void remove(NavigableMap<Long, LockNode<O, H>> own, LockNode<O, H> node) {
        own.remove(node.lock.range().first());
        all.remove(node);
        held.compute(
                node.lock.holder(), (holder, many) -> many == null || many == 1 ? null : many - 1);
        count--;
    }

    private void dropIfEmpty(O owner, NavigableMap<Long, LockNode<O, H>> own) {
        if (own.isEmpty()) {
            byOwner.remove(owner);
        }
    }

    private static <O, H> @Nullable LockNode<O, H> nodeOf(
            Map.@Nullable Entry<Long, LockNode<O, H>> entry) {
        return entry == null ? null : entry.getValue();
    }
}
