package org.nfs41.state.callback;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;

import java.util.List;

/**
 * The rules of a backchannel's slot as one function of what was sent and what came of it (RFC 8881
 * sections 2.10.6.1, 2.10.6.2 and 20.9.3).
 *
 * <p>An answer that breaks the rules proves nothing about the slot, so the call is sent again, some
 * times, before the channel is given up.
 */
final class ReplyRules {
    /** A CB_COMPOUND is CB_SEQUENCE and one operation. */
    private static final int RESULTS = 2;

    private ReplyRules() {}

    /**
     * Decides about the outcome of one try.
     *
     * @param sent the CB_SEQUENCE
     * @param operation the operation behind it
     * @param unsure whether an earlier try may have reached the client
     */
    static Verdict judge(
            CbSequenceArgs sent, CallbackOperation operation, CallReply reply, boolean unsure) {
        return switch (reply) {
            case CallReply.Results(CbCompoundRes compound) ->
                    judge(sent, operation, compound, unsure);
            case CallReply.Failure failure -> judge(failure);
        };
    }

    private static Verdict judge(CallReply.Failure failure) {
        return switch (failure) {
            case LOST, TIMED_OUT -> Verdict.Unfinished.LOST;
            case NOT_SENT, NOT_SERVED, DENIED -> Verdict.Unfinished.ELSEWHERE;
            case CROWDED -> Verdict.Unfinished.LATER;
            case GARBAGE, FAILED -> Verdict.Unfinished.AGAIN_UNSURE;
            // CB_SEQUENCE is among the arguments: it was not executed.
            case BAD_ARGUMENTS -> new Verdict.Refused(NfsStatus.BADXDR);
        };
    }

    private static Verdict judge(
            CbSequenceArgs sent,
            CallbackOperation operation,
            CbCompoundRes compound,
            boolean unsure) {
        List<CbResOp> results = compound.results();
        if (results.isEmpty()) {
            return compound.status().isOk()
                    ? Verdict.Unfinished.AGAIN_UNSURE
                    : new Verdict.Refused(compound.status());
        }
        if (!results.getLast().status().equals(compound.status())) {
            return Verdict.Unfinished.AGAIN_UNSURE;
        }
        return switch (results.getFirst()) {
            case CbSequenceResOk ok when echoes(ok, sent) && results.size() == RESULTS ->
                    judge(operation, ok, results.getLast());
            case CbStatusOnly(CallbackOperation op, NfsStatus status)
                    when op.equals(CallbackOperation.CB_SEQUENCE)
                            && !status.isOk()
                            && results.size() == 1 ->
                    refusal(sent, status, unsure);
            default -> Verdict.Unfinished.AGAIN_UNSURE;
        };
    }

    private static Verdict judge(
            CallbackOperation operation, CbSequenceResOk sequence, CbResOp result) {
        boolean illegal = result.status().equals(NfsStatus.OP_ILLEGAL);
        if (!result.op().equals(operation)
                && !(illegal && result.op().equals(CallbackOperation.CB_ILLEGAL))) {
            return Verdict.Unfinished.AGAIN_UNSURE;
        }
        return result.status().equals(NfsStatus.RETRY_UNCACHED_REP)
                ? new Verdict.Executed(sequence)
                : new Verdict.Answered(sequence, result);
    }

    private static boolean echoes(CbSequenceResOk got, CbSequenceArgs sent) {
        return got.sessionId().equals(sent.sessionId())
                && got.slotId() == sent.slotId()
                && got.sequenceId() == sent.sequenceId();
    }

    /** An error of CB_SEQUENCE, which leaves the client's slot as it was (section 20.9.3). */
    private static Verdict refusal(CbSequenceArgs sent, NfsStatus status, boolean unsure) {
        if (status.equals(NfsStatus.DELAY) || status.equals(NfsStatus.BACK_CHAN_BUSY)) {
            return Verdict.Unfinished.LATER;
        }
        if (status.equals(NfsStatus.BADSESSION)) {
            // The reply to CREATE_SESSION may not have arrived yet.
            return Verdict.Unfinished.AGAIN;
        }
        if (status.equals(NfsStatus.CONN_NOT_BOUND_TO_SESSION)) {
            return Verdict.Unfinished.ELSEWHERE;
        }
        if (status.equals(NfsStatus.SEQ_MISORDERED)) {
            // Section 2.10.6.2 allows it as the answer to a retry that overtakes its original.
            return unsure ? Verdict.Unfinished.AGAIN : Verdict.Unfinished.FAULT;
        }
        if (status.equals(NfsStatus.SEQ_FALSE_RETRY)) {
            return Verdict.Unfinished.FAULT;
        }
        if (status.equals(NfsStatus.RETRY_UNCACHED_REP)) {
            return unsure ? new Verdict.Executed(null) : Verdict.Unfinished.FAULT;
        }
        if (status.equals(NfsStatus.BADSLOT)) {
            // A client that has retired the slot with the call in it may have executed that.
            return unsure ? Verdict.Unfinished.FAULT : Verdict.Unfinished.LOWER;
        }
        if (status.equals(NfsStatus.BAD_HIGH_SLOT)) {
            // A higher slot is in use, which will be free later; or it is this one.
            return unsure || sent.highestSlotId() != sent.slotId()
                    ? Verdict.Unfinished.AGAIN
                    : Verdict.Unfinished.LOWER;
        }
        return new Verdict.Refused(status);
    }
}
