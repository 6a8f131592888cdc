package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The time after a restart in which clients get back what they held, and nobody anything else (RFC
 * 8881 section 8.4.2.1); and what is written down for the next such time (section 8.4.3).
 *
 * <p>It lasts until each client that may reclaim has sent its global RECLAIM_COMPLETE or is known
 * to be gone, else for the grace time, and for once more as long while a client that has come back
 * in that time is still reclaiming. If nobody may reclaim there is none.
 *
 * <p>A client is written down with the first OPEN after its RECLAIM_COMPLETE, so that one that
 * never opens anything holds up nobody. It stays so until it is gone, loses state to others, or
 * completes a reclaim with nothing in its hands. Those that have not completed their reclaim when
 * the grace period ends are struck out before anybody gets anything new: this and {@link
 * ClientRecord#lapsed} are what the two edge conditions of section 8.4.3 demand. Until then all
 * stay written down, so that a second restart begins where the first did.
 *
 * <p>Safe for use by any number of threads. Takes no lock but its own and those of the storage.
 */
public final class GracePeriod implements Grace {
    /** A client that may reclaim, and its record of this incarnation once it is confirmed. */
    private static final class Awaited {
        final KnownClient client;
        @Nullable ClientRecord returned;

        Awaited(KnownClient client) {
            this.client = client;
        }
    }

    private final StableStorage storage;
    private final long graceNanos;

    /** Whether new state may be had. */
    private volatile boolean over;

    // guarded by this
    private final Map<Opaque, Awaited> awaited = new HashMap<>();
    private boolean ending;
    private boolean timed;
    private long since;

    /**
     * A grace period that begins now; its time begins with the first {@link #tick}.
     *
     * @param mayReclaim who held state when the server went down
     * @param graceNanos how long the clients have to come back, at least the longest lease that
     *     they know of
     */
    public GracePeriod(StableStorage storage, Collection<KnownClient> mayReclaim, long graceNanos) {
        this.storage = storage;
        this.graceNanos = graceNanos;
        mayReclaim.forEach(client -> awaited.put(client.owner(), new Awaited(client)));
        ending = awaited.isEmpty();
        over = ending;
    }

    /** None, of a server that remembers nothing and writes nothing down. */
    public static GracePeriod none() {
        return new GracePeriod(StableStorage.NONE, List.of(), 0);
    }

    /** Whether it has ended, or there was none. */
    public boolean isOver() {
        return over;
    }

    /** How many clients may still reclaim. */
    public synchronized int awaitedClients() {
        return awaited.size();
    }

    @Override
    public NfsStatus admit(ClientRecord client, boolean reclaim) {
        if (reclaim) {
            return mayReclaim(client) ? NfsStatus.OK : NfsStatus.NO_GRACE;
        }
        if (!over || !client.reclaimComplete()) {
            return NfsStatus.GRACE;
        }
        client.remember();
        return NfsStatus.OK;
    }

    private synchronized boolean mayReclaim(ClientRecord client) {
        return !client.reclaimComplete() && knows(client.mark().client());
    }

    @Override
    public NfsStatus admitStateless() {
        return over ? NfsStatus.OK : NfsStatus.GRACE;
    }

    /**
     * Looks whether the time is up. To be called some times in each lease.
     *
     * @param now monotonic nanoseconds
     */
    public synchronized void tick(long now) {
        if (ending) {
            return;
        }
        if (!timed) {
            timed = true;
            since = now;
        }
        long passed = now - since;
        boolean reclaiming = awaited.values().stream().anyMatch(each -> each.returned != null);
        if (passed >= graceNanos && (!reclaiming || passed >= 2 * graceNanos)) {
            endLocked();
        }
    }

    /** What the storage says of a client whose record is about to be made. */
    synchronized StableMark markOf(KnownClient client) {
        return new StableMark(storage, client, knows(client));
    }

    /** Takes note that a client has come: one that may reclaim, or its successor. */
    synchronized void confirmed(ClientRecord record) {
        KnownClient client = record.mark().client();
        Awaited known = awaited.get(client.owner());
        if (known == null) {
            return;
        }
        if (known.client.equals(client)) {
            known.returned = record;
        } else if (known.client.principal().equals(client.principal())) {
            // The client itself has restarted, so that it has lost what it held (section 8.4.1).
            storage.append(new StableRecord.Gone(client.owner()));
            noLongerAwaited(client.owner());
        }
    }

    /**
     * Takes note of a client's global RECLAIM_COMPLETE.
     *
     * @param holdsState whether it has anything that it may have to reclaim another time
     */
    synchronized void completed(ClientRecord record, boolean holdsState) {
        if (holdsState) {
            record.remember();
        } else {
            record.mark().forget();
        }
        stopAwaiting(record);
    }

    /** Takes note that a client has ended. */
    synchronized void ended(ClientRecord record) {
        record.mark().end();
        stopAwaiting(record);
    }

    /** Runs an action when all is stored that has been noted so far. */
    void whenStored(Runnable action) {
        storage.whenStored(action);
    }

    private boolean knows(KnownClient client) {
        Awaited known = awaited.get(client.owner());
        return known != null && known.client.equals(client);
    }

    private void stopAwaiting(ClientRecord record) {
        if (knows(record.mark().client())) {
            noLongerAwaited(record.mark().client().owner());
        }
    }

    private void noLongerAwaited(Opaque owner) {
        awaited.remove(owner);
        if (awaited.isEmpty() && !ending) {
            endLocked();
        }
    }

    /** From now on nobody reclaims; others get something new when that is stored. */
    private void endLocked() {
        ending = true;
        for (Awaited each : awaited.values()) {
            ClientRecord returned = each.returned;
            if (returned == null) {
                storage.append(new StableRecord.Gone(each.client.owner()));
            } else {
                returned.mark().forget();
            }
        }
        awaited.clear();
        storage.whenStored(() -> over = true);
    }
}
