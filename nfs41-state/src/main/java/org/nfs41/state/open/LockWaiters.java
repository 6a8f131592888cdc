package org.nfs41.state.open;

import org.nfs41.state.lock.ByteRange;
import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Who was denied a lock that he wants to wait for, so that he can be told when he might get it (RFC
 * 8881 sections 9.6 and 20.11). Nobody is promised anything: he asks again in any case, if later,
 * so that what there is no room for is not remembered.
 *
 * <p>An owner waits for one lock of a file at a time, the one that he has asked for last. Safe for
 * use by several threads; a file that nobody waits for costs one look-up.
 *
 * @param <F> what names a file
 */
public final class LockWaiters<F> {
    /** All of a file's are looked at whenever a lock of it ends, so few. */
    static final int MOST_PER_FILE = 64;

    /** What one client can make the server remember. */
    static final int MOST_PER_CLIENT = 1024;

    /** Some 10 MiB; when several threads add at once, a few more. */
    static final int MOST = 65_536;

    /**
     * One who waits.
     *
     * @param owner the lock owner's name; owns its bytes
     * @param until when he is forgotten unless he asks again, in monotonic nanoseconds
     */
    public record Waiter(
            long clientId, Opaque owner, ByteRange range, boolean exclusive, long until) {}

    private final Map<F, Map<OwnerKey, Waiter>> files = new ConcurrentHashMap<>();

    /** How many there are of each client that has any. */
    private final Map<Long, Integer> counts = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();

    /** Remembers one, in place of what its owner waited for before. */
    public void add(F file, Waiter waiter) {
        OwnerKey key = new OwnerKey(waiter.clientId(), waiter.owner(), file);
        files.compute(
                file,
                (name, known) -> {
                    Map<OwnerKey, Waiter> waiters = known == null ? new LinkedHashMap<>() : known;
                    boolean room =
                            waiters.containsKey(key)
                                    || (waiters.size() < MOST_PER_FILE
                                            && takePlace(waiter.clientId()));
                    if (room) {
                        waiters.put(key, waiter);
                    }
                    return waiters.isEmpty() ? null : waiters;
                });
    }

    /** The files that somebody waits for a lock of. */
    public List<F> files() {
        return List.copyOf(files.keySet());
    }

    /** Whether anybody waits for a lock of the file. */
    public boolean any(F file) {
        return files.containsKey(file);
    }

    /** Forgets what an owner waits for: it has got a lock of the file, or given up. */
    public void remove(F file, long clientId, Opaque owner) {
        var _ = take(file, waiter -> waiter.clientId() == clientId && waiter.owner().equals(owner));
    }

    /**
     * Takes out those that are to be told now. Those whose time is over go without being told.
     *
     * @param free whether nothing stands in the way of a waiter any more; called with the file's
     *     waiters locked
     */
    public List<Waiter> takeFree(F file, Predicate<Waiter> free, long now) {
        List<Waiter> taken = take(file, waiter -> now - waiter.until() >= 0 || free.test(waiter));
        taken.removeIf(waiter -> now - waiter.until() >= 0);
        return taken;
    }

    private List<Waiter> take(F file, Predicate<Waiter> which) {
        List<Waiter> taken = new ArrayList<>();
        files.computeIfPresent(
                file,
                (name, waiters) -> {
                    for (Iterator<Waiter> i = waiters.values().iterator(); i.hasNext(); ) {
                        Waiter waiter = i.next();
                        if (which.test(waiter)) {
                            i.remove();
                            taken.add(waiter);
                        }
                    }
                    return waiters.isEmpty() ? null : waiters;
                });
        taken.forEach(waiter -> leavePlace(waiter.clientId()));
        return taken;
    }

    /** Forgets a client that has ended. */
    public void release(long clientId) {
        for (F file : files.keySet()) {
            var _ = take(file, waiter -> waiter.clientId() == clientId);
        }
    }

    /** How many wait. */
    public int count() {
        return count.get();
    }

    private boolean takePlace(long clientId) {
        if (counts.getOrDefault(clientId, 0) >= MOST_PER_CLIENT || count.get() >= MOST) {
            return false;
        }
        counts.merge(clientId, 1, Integer::sum);
        count.incrementAndGet();
        return true;
    }

    private void leavePlace(long clientId) {
        counts.computeIfPresent(clientId, (id, number) -> number == 1 ? null : number - 1);
        count.decrementAndGet();
    }
}
