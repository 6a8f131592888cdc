package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.SessionId;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * All sessions, by session id.
 *
 * <p>A session id holds 96 random bits, so that nobody guesses one, and in its last 32 bits the
 * session's index in this table, so that a lookup is one array access and a comparison: half the
 * cost of a hash table, and no peer can choose ids that collide.
 *
 * <p>{@link #find} may be called by any thread at any time and takes no lock; the other methods are
 * called under the client table's lock.
 */
final class SessionTable {
    /** What an index of 2^20 entries still keeps small: an array of 4 MiB. */
    static final int MOST_SESSIONS = 1 << 20;

    private static final int FIRST_CAPACITY = 64;

    private volatile AtomicReferenceArray<@Nullable Session> table =
            new AtomicReferenceArray<>(FIRST_CAPACITY);

    // Guarded by the client table's lock.
    private final ArrayDeque<Integer> freed = new ArrayDeque<>();
    private int used;

    /** The session with that id, or null. Allocates nothing. */
    @Nullable Session find(long high, long low) {
        AtomicReferenceArray<@Nullable Session> sessions = table;
        int index = (int) low;
        if (index < 0 || index >= sessions.length()) {
            return null;
        }
        Session session = sessions.getAcquire(index);
        return session != null && session.id().high() == high && session.id().low() == low
                ? session
                : null;
    }

    /** A session id that no session has, for {@link #addLocked}. */
    SessionId newIdLocked(LongSupplier random) {
        Integer free = freed.peekLast();
        int index = free == null ? used : free;
        long low = random.getAsLong() << Integer.SIZE | index;
        return new SessionId(random.getAsLong(), low);
    }

    /** Adds a session whose id is the last that {@link #newIdLocked} gave. */
    void addLocked(Session session) {
        int index = (int) session.id().low();
        if (index == used) {
            used++;
            growLocked();
        } else {
            freed.removeLast();
        }
        table.setRelease(index, session);
    }

    /** Forgets a session, which has ended, with its replies. */
    void removeLocked(Session session) {
        int index = (int) session.id().low();
        if (table.get(index) == session) {
            table.setRelease(index, null);
            freed.addLast(index);
            session.slots().close();
        }
    }

    int countLocked() {
        return used - freed.size();
    }

    private void growLocked() {
        AtomicReferenceArray<@Nullable Session> old = table;
        if (used <= old.length()) {
            return;
        }
        AtomicReferenceArray<@Nullable Session> larger =
                new AtomicReferenceArray<>(2 * old.length());
        for (int i = 0; i < old.length(); i++) {
            larger.setPlain(i, old.getPlain(i));
        }
        table = larger;
    }
}
