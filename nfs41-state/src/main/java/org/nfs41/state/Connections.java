package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sessions a connection is associated with: the other side of every session's {@link
 * Bindings}, and the only place that changes them.
 *
 * <p>Safe for use by any number of threads.
 */
final class Connections {
    private final ConcurrentHashMap<Long, Set<Session>> sessions = new ConcurrentHashMap<>();

    /**
     * Associates the connection with the session's fore channel, as a SEQUENCE does. One that finds
     * no room is served all the same.
     */
    void useFore(Session session, long connectionId) {
        if (session.bindings().of(connectionId) == null && !makeRoom(session)) {
            return;
        }
        session.bindings().addFore(connectionId);
        index(session, connectionId);
    }

    /**
     * BIND_CONN_TO_SESSION (RFC 8881 section 18.34) of a session that has not ended, under the
     * client table's lock.
     */
    Outcome<BindConnToSessionResOk> bindLocked(
            Session session, BindConnToSessionArgs args, long connectionId) {
        Binding current = session.bindings().of(connectionId);
        int directions =
                BindRule.directions(current, args.dir().value(), session.backChannelPossible());
        if (directions == BindRule.REFUSED) {
            return Outcome.refused(NfsStatus.INVAL);
        }
        if (!bind(session, new Binding(connectionId, directions, true))) {
            return Outcome.refused(NfsStatus.DELAY);
        }
        if ((directions & Binding.BACK) != 0) {
            session.status().wantCalls();
        }
        return Outcome.done(
                new BindConnToSessionResOk(
                        args.sessionId(), ChannelDirFromServer.of(directions), false));
    }

    /**
     * Sets the connection's association with the session.
     *
     * @return false if the session has as many connections as it may have
     */
    boolean bind(Session session, Binding binding) {
        if (session.bindings().of(binding.connectionId()) == null && !makeRoom(session)) {
            return false;
        }
        session.bindings().put(binding);
        index(session, binding.connectionId());
        return true;
    }

    /** Ends all associations of a connection. */
    void closed(long connectionId) {
        Set<Session> bound = sessions.remove(connectionId);
        if (bound != null) {
            bound.forEach(session -> session.bindings().remove(connectionId));
        }
    }

    /** Ends all associations of a session. */
    void ended(Session session) {
        for (long connectionId : session.bindings().connections()) {
            drop(session, connectionId);
        }
    }

    /** Connections that are associated with any session. */
    int count() {
        return sessions.size();
    }

    /** The oldest connection without callbacks gives way: its next request associates it again. */
    private boolean makeRoom(Session session) {
        if (!session.bindings().full()) {
            return true;
        }
        Binding oldest = session.bindings().oldestForeOnly();
        if (oldest == null) {
            return false;
        }
        drop(session, oldest.connectionId());
        return true;
    }

    private void drop(Session session, long connectionId) {
        session.bindings().remove(connectionId);
        sessions.computeIfPresent(
                connectionId,
                (id, bound) -> {
                    bound.remove(session);
                    return empty(bound) ? null : bound;
                });
    }

    private void index(Session session, long connectionId) {
        sessions.compute(
                connectionId,
                (id, bound) -> {
                    Set<Session> set = bound == null ? ConcurrentHashMap.newKeySet() : bound;
                    set.add(session);
                    return set;
                });
        // Not while somebody only finds out whether he may end it: what is bound would be lost.
        if (session.gone()) {
            drop(session, connectionId);
        }
    }

    private static boolean empty(@Nullable Set<Session> bound) {
        return bound == null || bound.isEmpty();
    }
}
