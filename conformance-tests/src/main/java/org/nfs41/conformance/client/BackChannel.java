package org.nfs41.conformance.client;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The slots of one session's backchannel, held to the letter of RFC 8881 section 2.10.6.1. */
final class BackChannel {
    private final SessionId session;
    private final int slots;
    private final Map<Integer, Integer> sequenceIds = new HashMap<>();
    private final Map<Integer, CbCompoundRes> replies = new HashMap<>();

    BackChannel(SessionId session, int slots) {
        this.session = session;
        this.slots = slots;
    }

    CbCompoundRes execute(
            CbSequenceArgs sequence,
            CbCompoundArgs compound,
            Function<CbArgOp, CbResOp> operation,
            List<String> violations) {
        int slot = sequence.slotId();
        if (slot < 0 || slot >= slots) {
            violations.add("CB_SEQUENCE on slot " + slot + " of " + slots + " of " + session);
            return refused(compound, NfsStatus.BADSLOT);
        }
        int last = sequenceIds.getOrDefault(slot, 0);
        CbCompoundRes cached = replies.get(slot);
        if (sequence.sequenceId() == last && cached != null) {
            return cached;
        }
        if (sequence.sequenceId() != last + 1) {
            violations.add(
                    "CB_SEQUENCE on slot "
                            + slot
                            + " with sequence id "
                            + Integer.toUnsignedString(sequence.sequenceId())
                            + " after "
                            + Integer.toUnsignedString(last));
            return refused(compound, NfsStatus.SEQ_MISORDERED);
        }
        CbCompoundRes answer = run(sequence, compound, operation);
        sequenceIds.put(slot, sequence.sequenceId());
        replies.put(slot, answer);
        return answer;
    }

    private CbCompoundRes run(
            CbSequenceArgs sequence,
            CbCompoundArgs compound,
            Function<CbArgOp, CbResOp> operation) {
        List<CbResOp> results = new ArrayList<>();
        results.add(
                new CbSequenceResOk(
                        sequence.sessionId(),
                        sequence.sequenceId(),
                        sequence.slotId(),
                        slots - 1,
                        slots - 1));
        NfsStatus status = NfsStatus.OK;
        for (CbArgOp op : compound.ops().subList(1, compound.ops().size())) {
            CbResOp result = operation.apply(op);
            results.add(result);
            status = result.status();
            if (!status.equals(NfsStatus.OK)) {
                break;
            }
        }
        return new CbCompoundRes(status, compound.tag(), results);
    }

    private static CbCompoundRes refused(CbCompoundArgs compound, NfsStatus status) {
        CbResOp first = new CbStatusOnly(compound.ops().getFirst().op(), status);
        return new CbCompoundRes(status, compound.tag(), List.of(first));
    }
}
