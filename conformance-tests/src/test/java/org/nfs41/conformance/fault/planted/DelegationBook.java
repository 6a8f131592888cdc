package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ResOp;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which delegations have been granted, as far as replies tell. Safe for use by several threads. */
final class DelegationBook {
    private final Set<StateId> delegations = ConcurrentHashMap.newKeySet();
    private final Map<StateId, StateId> byOpen = new ConcurrentHashMap<>();
    private final Set<StateId> dead = ConcurrentHashMap.newKeySet();

    /** Takes note of delegations that OPENs have brought. */
    void note(CompoundRes reply) {
        for (ResOp result : reply.results()) {
            if (result instanceof OpenResOk opened) {
                StateId delegation = granted(opened.delegation());
                if (delegation != null) {
                    delegations.add(other(delegation));
                    byOpen.put(other(opened.stateId()), other(delegation));
                }
            }
        }
    }

    /** Whether this is a delegation of somebody. */
    boolean isDelegation(StateId stateId) {
        return delegations.contains(other(stateId));
    }

    /** The delegation that came with this open is to be taken for dead. */
    void bury(StateId open) {
        StateId delegation = byOpen.get(other(open));
        if (delegation != null) {
            dead.add(delegation);
        }
    }

    /** Whether a delegation is to be taken for dead. */
    boolean isDead(StateId stateId) {
        return dead.contains(other(stateId));
    }

    private static StateId other(StateId stateId) {
        return stateId.withSeqid(0);
    }

    private static @Nullable StateId granted(OpenDelegation delegation) {
        return switch (delegation) {
            case OpenDelegation.Read(var read) -> read.stateId();
            case OpenDelegation.Write(var write) -> write.stateId();
            default -> null;
        };
    }
}
