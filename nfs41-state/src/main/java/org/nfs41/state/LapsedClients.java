package org.nfs41.state;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Ends clients whose lease has lapsed to make room for others, the one first that has been silent
 * for longest. Used under the client table's lock.
 */
final class LapsedClients {
    /**
     * All clients are looked through at most that often, so that requests that find no room cost
     * little even when there are very many clients. Who has lapsed since then waits for his turn.
     */
    static final long SCAN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private record Silent(ClientRecord client, long nanos) {}

    private final Clients clients;

    // client ids: a record that has ended must not be kept alive by having been seen
    private final Map<Origin, Queue<Long>> byOrigin = new HashMap<>();
    private final Queue<Long> all = new ArrayDeque<>();
    private boolean scanned;
    private long lastScan;

    LapsedClients(Clients clients) {
        this.clients = clients;
    }

    /**
     * Ends one.
     *
     * @param origin where it has to be from, or null for anywhere
     * @param spared who must not be ended, or null
     * @return false if there is none
     */
    boolean endOneLocked(@Nullable Origin origin, @Nullable ClientRecord spared, long now) {
        if (!scanned || now - lastScan >= SCAN_NANOS) {
            scan(now);
        }
        Queue<Long> queue = origin == null ? all : byOrigin.get(origin);
        if (queue == null) {
            return false;
        }
        for (Long id = queue.poll(); id != null; id = queue.poll()) {
            ClientRecord next = clients.find(id);
            // It may have come back, or have ended, since it was looked at.
            if (next != null
                    && next != spared
                    && !next.ended()
                    && next.silent(now)
                    && clients.endLocked(next, null, now)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets whom it has seen when that is too long ago to count. */
    void forgetLocked(long now) {
        if (scanned && now - lastScan >= SCAN_NANOS) {
            scanned = false;
            all.clear();
            byOrigin.clear();
        }
    }

    /** How many clients it has seen and not ended. */
    int seenLocked() {
        return all.size();
    }

    private void scan(long now) {
        scanned = true;
        lastScan = now;
        List<Silent> lapsed = new ArrayList<>();
        for (ClientRecord record : clients.allLocked()) {
            if (record.confirmed() && record.silent(now)) {
                lapsed.add(new Silent(record, record.lease().silence(now)));
            }
        }
        lapsed.sort(Comparator.comparingLong(Silent::nanos).reversed());
        all.clear();
        byOrigin.clear();
        for (Silent silent : lapsed) {
            all.add(silent.client().clientId());
            byOrigin.computeIfAbsent(silent.client().origin(), origin -> new ArrayDeque<>())
                    .add(silent.client().clientId());
        }
    }
}
