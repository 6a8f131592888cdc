package org.nfs41.conformance.fault;

import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroySessionArgs;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which client has which sessions, as far as COMPOUNDs tell. Safe for use by several threads. */
public final class SessionBook {
    private final Map<SessionId, Long> clients = new ConcurrentHashMap<>();

    /** Nothing is known. */
    public SessionBook() {}

    /** Takes note of sessions that were made and destroyed. */
    public void note(CompoundArgs request, CompoundRes reply) {
        for (int i = 0; i < reply.results().size() && i < request.ops().size(); i++) {
            ArgOp asked = request.ops().get(i);
            if (asked instanceof CreateSessionArgs args
                    && reply.results().get(i) instanceof CreateSessionResOk ok) {
                clients.put(ok.sessionId(), args.clientId());
            } else if (asked instanceof DestroySessionArgs(SessionId gone)
                    && reply.results().get(i).status().isOk()) {
                clients.remove(gone);
            }
        }
    }

    /** Whose session it is. */
    public Optional<Long> clientOf(SessionId session) {
        return Optional.ofNullable(clients.get(session));
    }

    /** The sessions of a client. */
    public Set<SessionId> sessionsOf(long clientId) {
        Set<SessionId> sessions = new HashSet<>();
        clients.forEach((session, client) -> {
            if (client == clientId) {
                sessions.add(session);
            }
        });
        return sessions;
    }
}
