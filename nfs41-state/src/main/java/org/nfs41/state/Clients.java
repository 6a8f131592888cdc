package org.nfs41.state;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All client records, by client id and by owner, and how one ends.
 *
 * <p>{@link #find} may be called by any thread; all else under the client table's lock. State that
 * files hold for a client that has ended is released by the client table, without the lock: {@link
 * #takeEndedLocked} tells it whose.
 */
final class Clients {
    private final SessionTable sessions;
    private final Connections connections;
    private final TableLimits limits;
    private final GracePeriod grace;

    private final Map<Long, ClientRecord> byId = new ConcurrentHashMap<>();
    private final Map<OwnerId, ClientRecord> confirmed = new HashMap<>();

    /** Oldest first. */
    private final Map<OwnerId, ClientRecord> unconfirmed = new LinkedHashMap<>();

    private final Origins origins = new Origins();

    private List<Long> ended = new ArrayList<>();

    Clients(SessionTable sessions, Connections connections, TableLimits limits, GracePeriod grace) {
        this.sessions = sessions;
        this.connections = connections;
        this.limits = limits;
        this.grace = grace;
    }

    @Nullable ClientRecord find(long clientId) {
        return byId.get(clientId);
    }

    @Nullable ClientRecord confirmedLocked(OwnerId owner) {
        return confirmed.get(owner);
    }

    Collection<ClientRecord> allLocked() {
        return byId.values();
    }

    int confirmedCountLocked() {
        return confirmed.size();
    }

    int unconfirmedCountLocked() {
        return unconfirmed.size();
    }

    int confirmedCountLocked(Origin origin) {
        return origins.confirmed(origin);
    }

    int sessionCountLocked(Origin origin) {
        return origins.sessions(origin);
    }

    int originCountLocked() {
        return origins.count();
    }

    /** Adds a record that no CREATE_SESSION has confirmed, in place of one that its owner had. */
    void addUnconfirmedLocked(ClientRecord record) {
        dropUnconfirmedLocked(record.owner());
        ClientRecord oldest = origins.oldestUnconfirmed(record.origin());
        if (oldest != null
                && origins.unconfirmed(record.origin()) >= limits.unconfirmedPerOrigin()) {
            dropUnconfirmedLocked(oldest.owner());
        }
        if (unconfirmed.size() >= limits.unconfirmedClients()) {
            dropUnconfirmedLocked(unconfirmed.keySet().iterator().next());
        }
        unconfirmed.put(record.owner(), record);
        origins.addUnconfirmed(record);
        byId.put(record.clientId(), record);
    }

    /** Forgets the unconfirmed record of an owner, if there is one. */
    void dropUnconfirmedLocked(OwnerId owner) {
        ClientRecord old = unconfirmed.remove(owner);
        if (old != null) {
            old.lease().end();
            old.end();
            byId.remove(old.clientId());
            origins.removeUnconfirmed(old);
        }
    }

    /** Makes an unconfirmed record the confirmed one of its owner, who has none. */
    void confirmLocked(ClientRecord record) {
        unconfirmed.remove(record.owner());
        origins.removeUnconfirmed(record);
        confirmed.put(record.owner(), record);
        origins.addConfirmed(record);
        record.confirm();
        grace.confirmed(record);
    }

    /**
     * Ends a confirmed client with its sessions, unless it has requests in progress: they could
     * make state that nobody would ever release.
     *
     * @param own the session of the request that asks for it, or null: that request may go on
     * @return false, with nothing changed but a renewed lease, if it has
     */
    boolean endLocked(ClientRecord record, @Nullable Session own, long now) {
        // First the end is declared, then claimed slots are counted: a request claims its slot and
        // then looks for the declaration (Session.used), so that one of the two sees the other.
        record.lease().end();
        int mine = own != null && own.client() == record ? 1 : 0;
        if (record.requestsInProgress() > mine) {
            record.lease().revive(now);
            return false;
        }
        record.end();
        grace.ended(record);
        for (Session session : record.sessions()) {
            forgetLocked(session);
        }
        record.sessions(List.of());
        confirmed.remove(record.owner(), record);
        origins.removeConfirmed(record);
        byId.remove(record.clientId());
        ended.add(record.clientId());
        return true;
    }

    /** Adds a session to its client and the table. */
    void addSessionLocked(Session session) {
        List<Session> longer = new ArrayList<>(session.client().sessions());
        longer.add(session);
        session.client().sessions(longer);
        sessions.addLocked(session);
        origins.addSession(session.client());
    }

    /**
     * Ends one session, unless it has more requests in progress than {@code own}.
     *
     * @param own 1 if the request that asks for it is one of its own, else 0
     */
    boolean endSessionLocked(Session session, int own) {
        session.ending(true);
        if (session.requestsInProgress() > own) {
            session.ending(false);
            return false;
        }
        List<Session> fewer = new ArrayList<>(session.client().sessions());
        fewer.remove(session);
        session.client().sessions(fewer);
        forgetLocked(session);
        return true;
    }

    /** The client ids that have ended since the last call: their state is to be released. */
    List<Long> takeEndedLocked() {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<Long> taken = ended;
        ended = new ArrayList<>();
        return taken;
    }

    private void forgetLocked(Session session) {
        session.end();
        sessions.removeLocked(session);
        origins.removeSession(session.client());
        connections.ended(session);
        session.status().end();
    }
}
