package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client has asked for and been given, as far as calls of the server may refer to it.
 * Guarded by its {@link Callbacks}.
 */
final class SentRequests {
    private final Map<SessionId, Map<Integer, Integer>> latest = new HashMap<>();
    private final List<StateId> delegations = new ArrayList<>();
    private int unanswered;

    void sent(Compound compound) {
        unanswered++;
        SequenceArgs sequence = sequence(compound);
        if (sequence != null) {
            latest.computeIfAbsent(sequence.sessionId(), fresh -> new HashMap<>())
                    .merge(sequence.slotId(), sequence.sequenceId(), Math::max);
        }
    }

    void replied(Reply reply) {
        unanswered--;
        if (reply.hasCompound()) {
            reply.results().forEach(this::keep);
        }
    }

    private void keep(ResOp result) {
        switch (result) {
            case OpenResOk opened -> keep(opened.delegation());
            case WantDelegationResOk wanted -> keep(wanted.delegation());
            case GetDirDelegationRes(GetDirDelegationResNonFatal.Granted granted) ->
                    delegations.add(granted.stateId());
            default -> {}
        }
    }

    /** The server gives the client a delegation by CB_PUSH_DELEG. */
    void pushed(OpenDelegation delegation) {
        keep(delegation);
    }

    private void keep(OpenDelegation delegation) {
        switch (delegation) {
            case OpenDelegation.Read(var read) -> delegations.add(read.stateId());
            case OpenDelegation.Write(var write) -> delegations.add(write.stateId());
            default -> {}
        }
    }

    /** Whether the request has been sent, or an earlier one on its slot could have been it. */
    boolean isSent(SessionId session, ReferringCall call) {
        Integer last = latest.getOrDefault(session, Map.of()).get(call.slotId());
        return last != null && Integer.compareUnsigned(call.sequenceId(), last) <= 0;
    }

    /** Whether the client has been given this, or may be by a reply that is still under way. */
    boolean mayHold(StateId delegation) {
        return unanswered > 0 || delegations.stream().anyMatch(delegation::sameOther);
    }

    static @Nullable SequenceArgs sequence(Compound compound) {
        return !compound.ops().isEmpty()
                        && compound.ops().getFirst().typed() instanceof SequenceArgs sequence
                ? sequence
                : null;
    }
}
