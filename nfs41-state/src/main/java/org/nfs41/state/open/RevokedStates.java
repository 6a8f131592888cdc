package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The state ids that have been revoked: what tells their clients of the loss until they have freed
 * them (RFC 8881 sections 8.5 and 18.38.3).
 *
 * <p>Each keeps its place among those that its client may have, so that there are never more of
 * them than of opens and locks. Safe for use by several threads, without a lock.
 */
final class RevokedStates {
    /**
     * What is left of a state that was revoked.
     *
     * @param places what it has a place of until it is forgotten
     */
    record Revoked(
            StateId id, ClientStates<?> client, Places.OfClient places, RevocationCause cause) {}

    private final ConcurrentHashMap<Long, Revoked> byOther = new ConcurrentHashMap<>();

    void add(Revoked revoked) {
        revoked.client().revoked.add(revoked);
        byOther.put(revoked.id().otherHigh(), revoked);
    }

    /** What a use of the state id is answered with: BAD_STATEID if it was not revoked. */
    NfsStatus status(StateId id, long clientId) {
        Revoked revoked = find(id, clientId);
        return revoked == null ? NfsStatus.BAD_STATEID : revoked.cause().status();
    }

    /**
     * Forgets a state id at its client's wish.
     *
     * @return whether there was such a revoked state id
     */
    boolean free(StateId id, long clientId) {
        Revoked revoked = find(id, clientId);
        if (revoked == null || !forget(revoked)) {
            return false;
        }
        revoked.client().holder.acknowledged(revoked.cause());
        return true;
    }

    /**
     * Forgets a state id, whose place becomes free.
     *
     * @return whether this call has done it
     */
    boolean forget(Revoked revoked) {
        revoked.client().revoked.remove(revoked);
        boolean forgotten = byOther.remove(revoked.id().otherHigh(), revoked);
        if (forgotten) {
            revoked.places().leave(1);
        }
        return forgotten;
    }

    /** How many there are. */
    int count() {
        return byOther.size();
    }

    private @Nullable Revoked find(StateId id, long clientId) {
        Revoked revoked = byOther.get(id.otherHigh());
        boolean found =
                revoked != null
                        && revoked.id().otherLow() == id.otherLow()
                        && revoked.client().clientId == clientId;
        return found ? revoked : null;
    }
}
