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

    /** Whether there is one more for a client that has taken so many; another may be quicker. */
    boolean hasRoom(int ofClient) {
        return taken.get() < most && ofClient < mostOfClient;
    }

    /** Whether nearly all are taken. */
    boolean isNearlyFull() {
        return taken.get() >= most - most / HEADROOM;
    }

    /**
     * Takes some.
     *
     * @param ofClient how many the client has taken, which this keeps up to date
     * @return false, with nothing taken, if there are not as many
     */
    boolean take(AtomicInteger ofClient, int many) {
        if (taken.addAndGet(many) <= most) {
            if (ofClient.addAndGet(many) <= mostOfClient) {
                return true;
            }
            ofClient.addAndGet(-many);
        }
        taken.addAndGet(-many);
        return false;
    }

    /** Gives some back. */
    void leave(AtomicInteger ofClient, int many) {
        ofClient.addAndGet(-many);
        taken.addAndGet(-many);
    }
}
