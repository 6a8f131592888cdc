package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.state.open.StateIds;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether there is a reason for what is sent: a call about a delegation goes out while the server
 * knows that. One that is sent again settles its slot, whatever it is about.
 */
final class CallReasons {
    private record Place(SessionId session, int slotId, int sequenceId) {}

    private final StateIds<FileRef> known;
    private final Ledger ledger;
    private final Map<Place, CbArgOp> sent = new HashMap<>();

    CallReasons(StateIds<FileRef> known, Ledger ledger) {
        this.known = known;
        this.ledger = ledger;
    }

    /** The server sends a call. */
    void calling(CbCompoundArgs compound) {
        CbSequenceArgs at = (CbSequenceArgs) compound.ops().getFirst();
        CbArgOp operation = compound.ops().getLast();
        Place place = new Place(at.sessionId(), at.slotId(), at.sequenceId());
        boolean again = operation.equals(sent.put(place, operation));
        StateId id = delegation(operation);
        Party party = ledger.party(at.sessionId());
        if (!again && id != null && party != null && !known.test(id, party.clientId).isOk()) {
            throw new SimFailure(
                    "%s is called by %s about %s, which is over"
                            .formatted(party.owner, operation.op(), id));
        }
    }

    private static @Nullable StateId delegation(CbArgOp operation) {
        return switch (operation) {
            case CbRecallArgs recall -> recall.stateId();
            case CbPushDelegArgs push -> Wiretap.stateId(push.delegation());
            case CbNotifyArgs notify -> notify.stateId();
            default -> null;
        };
    }
}
