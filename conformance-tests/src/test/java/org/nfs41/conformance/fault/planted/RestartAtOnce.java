package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * From the EXCHANGE_ID with another verifier on, sessions of the former incarnation are answered
 * NFS4ERR_BADSESSION.
 */
final class RestartAtOnce implements CompoundFilter {
    /** The last incarnation of each owner name: verifier and client id. */
    private final Map<Opaque, Incarnation> owners = new ConcurrentHashMap<>();

    private final Map<SessionId, Long> sessions = new ConcurrentHashMap<>();
    private final Set<Long> ended = ConcurrentHashMap.newKeySet();

    private record Incarnation(long verifier, long clientId) {}

    @Override
    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
        for (int i = 0; i < reply.results().size() && i < request.ops().size(); i++) {
            ArgOp asked = request.ops().get(i);
            switch (reply.results().get(i)) {
                case ExchangeIdResOk ok when asked instanceof ExchangeIdArgs args ->
                        exchanged(args.clientOwner(), ok.clientId());
                case CreateSessionResOk ok when asked instanceof CreateSessionArgs args ->
                        sessions.put(ok.sessionId(), args.clientId());
                case SequenceResOk ok
                        when ended.contains(sessions.getOrDefault(ok.sessionId(), 0L)) -> {
                    return new CompoundRes(
                            NfsStatus.BADSESSION,
                            reply.tag(),
                            List.of(new StatusOnly(Operation.SEQUENCE, NfsStatus.BADSESSION)));
                }
                default -> {}
            }
        }
        return reply;
    }

    private void exchanged(ClientOwner owner, long clientId) {
        Incarnation now = new Incarnation(owner.verifier(), clientId);
        Incarnation former = owners.put(owner.ownerId().detach(), now);
        if (former != null && former.verifier() != owner.verifier()) {
            ended.add(former.clientId());
        }
    }
}
