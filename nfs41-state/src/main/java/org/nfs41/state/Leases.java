package org.nfs41.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of clients that are silent for longer than their lease (RFC 8881 section 8.3): they
 * keep their state as long as nobody else needs the room, but not for ever.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Leases {
    private final TableLock lock;
    private final Clients clients;
    private final LapsedClients lapsed;
    private final LeaseTerms terms;

    Leases(TableLock lock, Clients clients, LapsedClients lapsed, LeaseTerms terms) {
        this.lock = lock;
        this.clients = clients;
        this.lapsed = lapsed;
        this.terms = terms;
    }

    /**
     * Ends every client that has been silent for longer than lease and courtesy together, and
     * forgets client ids that were not confirmed within a lease.
     *
     * @param now monotonic nanoseconds
     * @return the client ids that have ended; unconfirmed ones, which held nothing, are not among
     *     them
     */
    public List<Long> expire(long now) {
        return lock.locked(() -> {
            lapsed.forgetLocked(now);
            List<Long> expired = new ArrayList<>();
            long longest = terms.leaseNanos() + terms.courtesyNanos();
            for (ClientRecord record : clients.allLocked()) {
                if (!record.confirmed()) {
                    if (record.lease().lapsed(now, terms.leaseNanos())) {
                        clients.dropUnconfirmedLocked(record.owner());
                    }
                } else if (record.lease().lapsed(now, longest)
                        && clients.endLocked(record, null, now)) {
                    expired.add(record.clientId());
                } else {
                    record.rememberAgain(now);
                }
            }
            return expired;
        });
    }

    /**
     * Ends the client whose lease has lapsed longest, for something that runs short. Who has lapsed
     * in the last tenth of a second may not be seen yet.
     *
     * @param now monotonic nanoseconds
     * @return false if no lease has lapsed
     */
    public boolean endLongestLapsed(long now) {
        return lock.locked(() -> lapsed.endOneLocked(null, null, now));
    }

    /** How many clients are remembered as lapsed, for tests: none for longer than a moment. */
    int lapsedClientsSeen() {
        return lock.locked(lapsed::seenLocked);
    }
}
