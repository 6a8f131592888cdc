package org.nfs41.state.open;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of one kind of state there may be, in all and of each client. Safe for use by several
 * threads, without a lock.
 */
final class Places {
    /** The part of the places that are still free when they count as nearly all taken. */
    private static final int HEADROOM = 16;

    private final int mostOfClient;
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    Places(int mostOfClient, int most) {
        this.mostOfClient = mostOfClient;
        this.most = most;
    }

    /** How many are taken, of all clients. */
    int taken() {
        return taken.get();
    }

    /** Whether there is one more for a client that has taken none; another may be quicker. */
    boolean hasRoom() {
        return taken.get() < most;
    }

    /** Whether nearly all are taken. */
    boolean isNearlyFull() {
        return taken.get() >= most - most / HEADROOM;
    }

    /** The places of a client that has none yet. */
    OfClient ofClient() {
        return new OfClient(this);
    }

    /** What one client has taken. */
    static final class OfClient {
        private final Places all;
        private final AtomicInteger taken = new AtomicInteger();

        private OfClient(Places all) {
            this.all = all;
        }

        /** Whether there is one more for this client; another may be quicker. */
        boolean hasRoom() {
            return all.hasRoom() && taken.get() < all.mostOfClient;
        }

        /**
         * Takes some.
         *
         * @return false, with nothing taken, if there are not as many
         */
        boolean take(int many) {
            if (all.taken.addAndGet(many) <= all.most) {
                if (taken.addAndGet(many) <= all.mostOfClient) {
                    return true;
                }
                taken.addAndGet(-many);
            }
            all.taken.addAndGet(-many);
            return false;
        }

        /** Gives some back. */
        void leave(int many) {
            taken.addAndGet(-many);
            all.taken.addAndGet(-many);
        }
    }
}
