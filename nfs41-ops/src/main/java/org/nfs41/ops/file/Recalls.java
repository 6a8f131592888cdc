package org.nfs41.ops.file;

import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.DelegationRound;
import org.nfs41.state.deleg.KeepAny;
import org.nfs41.state.deleg.Recall;
import org.nfs41.state.open.DelegationRecalls;
import org.nfs41.state.open.DelegationRelief;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;

/**
 * Tells holders to return delegations: CB_RECALL, and CB_RECALL_ANY when there are too many (RFC
 * 8881 sections 20.2 and 20.6). What was revoked instead is released here. Safe for use by several
 * threads.
 *
 * @param recalls what is to be returned
 * @param relief who is to part with some
 * @param exports gives the filehandles that clients are called with
 * @param calls how clients are reached
 * @param leaseNanos how long a holder has to return what is recalled
 */
record Recalls(
        DelegationRecalls<FileRef> recalls,
        DelegationRelief<FileRef> relief,
        ExportTable exports,
        ClientCalls calls,
        long leaseNanos) {
    /**
     * Does what the time demands: when there is hardly room for more, who has most is told to part
     * with some; holders that have not heard of a recall are called again, and what was not
     * returned in time is revoked.
     */
    void tick(long now) {
        relief.tick(leaseNanos, now).forEach(this::tell);
        DelegationRound<FileRef> round = recalls.tick(leaseNanos, now);
        round.recalls().forEach(this::send);
        round.revoked().forEach(Delegations::release);
    }

    /** Has a delegation returned although nobody is in its way, unless that is under way. */
    void begin(StateId stateId, long clientId, long now) {
        Recall<FileRef> recall = recalls.recallNow(stateId, clientId, now);
        if (recall != null) {
            send(recall);
        }
    }

    /** Has the holders told that {@code clearance} names; returns it. */
    Clearance<FileRef> sent(Clearance<FileRef> clearance) {
        clearance.recalls().forEach(this::send);
        clearance.revoked().forEach(Delegations::release);
        return clearance;
    }

    /** Whatever becomes of it: from who does not part with some they are recalled one by one. */
    private void tell(KeepAny keep) {
        CbRecallAnyArgs args = new CbRecallAnyArgs(keep.many(), RecallableTypes.mask(keep.kinds()));
        calls.call(keep.clientId(), new ClientCall(args, null), outcome -> {});
    }

    /** Has the holder of a delegation told to return it. */
    void send(Recall<FileRef> recall) {
        CbRecallArgs args =
                new CbRecallArgs(
                        recall.stateId(), recall.truncates(), exports.handleOf(recall.file()));
        calls.call(
                recall.clientId(),
                new ClientCall(args, recall.cause(), () -> recalls.isAwaited(recall)),
                outcome -> recalls.called(recall, isHeard(outcome)));
    }

    /**
     * Whether the holder has heard. One that says that it knows no such delegation may not have
     * seen the reply that gave it (RFC 8881 section 2.10.6.3): it is told again.
     */
    private static boolean isHeard(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Answered(var result) && result.status().isOk();
    }
}
