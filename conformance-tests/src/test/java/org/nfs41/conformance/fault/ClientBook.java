package org.nfs41.conformance.fault;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which client ids owners have, as far as COMPOUNDs tell. Safe for use by several threads. */
public final class ClientBook {
    private final Map<Opaque, Long> last = new ConcurrentHashMap<>();
    private final Map<Opaque, Long> confirmedOf = new ConcurrentHashMap<>();
    private final Map<Long, Opaque> owners = new ConcurrentHashMap<>();
    private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();

    /** Nothing is known. */
    public ClientBook() {}

    /** Takes note of client ids that were given and confirmed. */
    public void note(CompoundArgs request, CompoundRes reply) {
        for (int i = 0; i < reply.results().size() && i < request.ops().size(); i++) {
            ArgOp asked = request.ops().get(i);
            switch (reply.results().get(i)) {
                case ExchangeIdResOk ok when asked instanceof ExchangeIdArgs args -> {
                    Opaque owner = args.clientOwner().ownerId().detach();
                    owners.put(ok.clientId(), owner);
                    last.put(owner, ok.clientId());
                }
                case CreateSessionResOk ok when asked instanceof CreateSessionArgs args -> {
                    confirmed.add(args.clientId());
                    Opaque owner = owners.get(args.clientId());
                    if (owner != null) {
                        confirmedOf.put(owner, args.clientId());
                    }
                }
                default -> {}
            }
        }
    }

    /** The client id that the owner was given last. */
    public Optional<Long> clientOf(ExchangeIdArgs args) {
        return Optional.ofNullable(last.get(args.clientOwner().ownerId()));
    }

    /** The client id of the owner that was confirmed last. */
    public Optional<Long> confirmedOf(Opaque ownerId) {
        return Optional.ofNullable(confirmedOf.get(ownerId));
    }

    /** Whether a session was ever created for this client id. */
    public boolean isConfirmed(long clientId) {
        return confirmed.contains(clientId);
    }
}
