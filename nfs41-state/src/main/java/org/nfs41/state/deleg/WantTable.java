package org.nfs41.state.deleg;

import org.nfs41.state.ClientState;
import org.nfs41.state.open.StateHolder;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The delegations that clients want as soon as nobody is in the way any more, or as there is room,
 * which they have been promised (RFC 8881 sections 18.16.3 and 18.49). A client keeps one for each
 * file until it is fulfilled, cancelled or the client ends. Safe for use by several threads,
 * without a lock.
 *
 * @param <F> what names a file
 */
public final class WantTable<F> implements ClientState {
    /** All are looked through about once a second, so that there must not be very many. */
    private static final int MOST = 4096;

    /** So that one client cannot have all of them. */
    private static final int MOST_OF_CLIENT = 512;

    /** How often a delegation is offered in vain until its want counts as given up. */
    private static final int MOST_OFFERS = 10;

    private record Key<F>(long clientId, F file) {}

    private final ConcurrentHashMap<Key<F>, Want<F>> wants = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, AtomicInteger> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger forRoom = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();

    /** What a client has been promised. */
    public enum Promise {
        /** That it gets the delegation when nobody is in the way any more. */
        PUSH,

        /** That it is told when there is room for more delegations. */
        SIGNAL
    }

    /** One that a client has. */
    public static final class Want<F> {
        private final StateHolder holder;
        private final F file;
        private final List<DelegationKind> kinds;
        private final Promise promise;
        private final long number;
        private final AtomicBoolean offering = new AtomicBoolean();
        private final AtomicInteger offers = new AtomicInteger();

        private Want(
                StateHolder holder,
                F file,
                List<DelegationKind> kinds,
                Promise promise,
                long number) {
            this.holder = holder;
            this.file = file;
            this.kinds = kinds;
            this.promise = promise;
            this.number = number;
        }

        /** Whose it is. */
        public StateHolder holder() {
            return holder;
        }

        /** The file. */
        public F file() {
            return file;
        }

        /** What is wanted, the best first. */
        public List<DelegationKind> kinds() {
            return kinds;
        }

        /** What its client has been promised. */
        public Promise promise() {
            return promise;
        }

        /** Begins an offer, of which there is one at a time; false if there is one. */
        public boolean beginOffer() {
            return offering.compareAndSet(false, true);
        }

        /** Ends an offer that was not made, as others are still in the way. */
        public void withdrawOffer() {
            offering.set(false);
        }

        /**
         * Ends an offer that the client would not take now.
         *
         * @return whether it has been made often enough
         */
        public boolean offeredInVain() {
            boolean enough = offers.incrementAndGet() >= MOST_OFFERS;
            offering.set(false);
            return enough;
        }
    }

    /**
     * Notes a want of a client that has none of the file.
     *
     * @param kinds what is wanted, the best first
     * @return false if there is one already or there are too many, so that nothing may be promised
     */
    public boolean add(StateHolder holder, F file, List<DelegationKind> kinds, Promise promise) {
        long clientId = holder.clientId();
        AtomicInteger ofClient = byClient.computeIfAbsent(clientId, id -> new AtomicInteger());
        if (count.incrementAndGet() <= MOST) {
            Want<F> want = new Want<>(holder, file, kinds, promise, numbers.incrementAndGet());
            if (ofClient.incrementAndGet() <= MOST_OF_CLIENT
                    && wants.putIfAbsent(new Key<>(clientId, file), want) == null) {
                forRoom.addAndGet(promise == Promise.SIGNAL ? 1 : 0);
                return true;
            }
            ofClient.decrementAndGet();
        }
        count.decrementAndGet();
        return false;
    }

    /** Whether a client has one of a file. */
    public boolean has(long clientId, F file) {
        return !wants.isEmpty() && wants.containsKey(new Key<>(clientId, file));
    }

    /** Forgets a client's want of a file, if there is one. */
    public void remove(long clientId, F file) {
        Want<F> want = wants.get(new Key<>(clientId, file));
        if (want != null) {
            remove(want);
        }
    }

    /** Forgets a want, but not one that its client has had noted since. */
    public void remove(Want<F> want) {
        long clientId = want.holder.clientId();
        if (wants.remove(new Key<>(clientId, want.file), want)) {
            count.decrementAndGet();
            forRoom.addAndGet(want.promise == Promise.SIGNAL ? -1 : 0);
            AtomicInteger ofClient = byClient.get(clientId);
            if (ofClient != null) {
                ofClient.decrementAndGet();
            }
        }
    }

    /** All that there are now of delegations that come when nobody is in the way any more. */
    public List<Want<F>> toPush() {
        return all(Promise.PUSH);
    }

    /** All that there are now of clients that wait for room, the oldest first. */
    public List<Want<F>> toSignal() {
        return forRoom.get() == 0 ? List.of() : all(Promise.SIGNAL);
    }

    private List<Want<F>> all(Promise promise) {
        return wants.values().stream()
                .filter(want -> want.promise == promise)
                .sorted(Comparator.comparingLong(want -> want.number))
                .toList();
    }

    /** How many there are. */
    public int count() {
        return count.get();
    }

    @Override
    public boolean holdsState(long clientId) {
        AtomicInteger ofClient = byClient.get(clientId);
        return ofClient != null && ofClient.get() > 0;
    }

    /** Forgets all that a client has been promised in this way. */
    public void cancel(long clientId, Promise promise) {
        for (Want<F> want : wants.values()) {
            if (want.holder.clientId() == clientId && want.promise == promise) {
                remove(want);
            }
        }
    }

    @Override
    public void release(long clientId) {
        for (Promise promise : Promise.values()) {
            cancel(clientId, promise);
        }
        byClient.remove(clientId);
    }
}
