package org.nfs41.state.deleg;

import org.nfs41.state.ClientState;
import org.nfs41.state.open.StateHolder;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The delegations that clients want as soon as nobody is in the way any more, which they have been
 * promised (RFC 8881 sections 18.16.3 and 18.49). A client keeps one for each file until it is
 * fulfilled, cancelled or the client ends. Safe for use by several threads, without a lock.
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

    /** One that a client has. */
    public static final class Want<F> {
        private final StateHolder holder;
        private final F file;
        private final List<DelegationKind> kinds;
        private final AtomicBoolean offering = new AtomicBoolean();
        private final AtomicInteger offers = new AtomicInteger();

        private Want(StateHolder holder, F file, List<DelegationKind> kinds) {
            this.holder = holder;
            this.file = file;
            this.kinds = kinds;
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
    public boolean add(StateHolder holder, F file, List<DelegationKind> kinds) {
        long clientId = holder.clientId();
        AtomicInteger ofClient = byClient.computeIfAbsent(clientId, id -> new AtomicInteger());
        if (count.incrementAndGet() <= MOST) {
            if (ofClient.incrementAndGet() <= MOST_OF_CLIENT
                    && wants.putIfAbsent(new Key<>(clientId, file), new Want<>(holder, file, kinds))
                            == null) {
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
        if (wants.remove(new Key<>(clientId, file)) != null) {
            count.decrementAndGet();
            AtomicInteger ofClient = byClient.get(clientId);
            if (ofClient != null) {
                ofClient.decrementAndGet();
            }
        }
    }

    /** All that there are now. */
    public Iterable<Want<F>> all() {
        return wants.values();
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

    @Override
    public void release(long clientId) {
        for (Want<F> want : wants.values()) {
            if (want.holder.clientId() == clientId) {
                remove(clientId, want.file);
            }
        }
        byClient.remove(clientId);
    }
}
