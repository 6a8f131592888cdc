package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbResOp;

/** A call that was asked for, until its slot is free of it. */
final class QueuedCall {
    /** Calls of one client are started in the order of these numbers. */
    final long order;

    final ClientCall call;

    /** The one session that it may be sent in, or null if any will do. */
    final @Nullable SessionId session;

    final long deadline;
    final Backoff backoff = new Backoff();

    private ClientCalls.@Nullable CallListener listener;
    private @Nullable CbResOp lastResult;
    private boolean maybeExecuted;

    QueuedCall(
            long order,
            ClientCall call,
            @Nullable SessionId session,
            ClientCalls.CallListener listener,
            long deadline) {
        this.order = order;
        this.call = call;
        this.session = session;
        this.listener = listener;
        this.deadline = deadline;
    }

    /** Whether it may be sent in that session. */
    boolean isFor(SessionId id) {
        return session == null || session.equals(id);
    }

    /** Whether its listener has heard: what becomes of it now matters to its slot only. */
    boolean isTold() {
        return listener == null;
    }

    /** Whether there is still a reason to send it. */
    boolean isWanted() {
        return call.isWanted().getAsBoolean();
    }

    boolean isOverdue(long now) {
        return now - deadline >= 0;
    }

    /** It is on its way to the client, who may carry it out from now on. */
    void sent() {
        maybeExecuted = true;
    }

    /** Whatever was sent of it, the client has not carried it out. */
    void notExecuted() {
        maybeExecuted = false;
    }

    boolean isMaybeExecuted() {
        return maybeExecuted;
    }

    /** The client has asked for time with this result. */
    void delayed(CbResOp result) {
        lastResult = result;
        notExecuted();
    }

    /** What there is to say when its time is over. */
    CallOutcome outcomeAtEnd() {
        // after the client has asked for time it may have been sent once more
        return lastResult == null || maybeExecuted
                ? CallOutcome.UNREACHABLE
                : new CallOutcome.Answered(lastResult);
    }

    /** The listener, once; null when it has been asked for before. */
    ClientCalls.@Nullable CallListener takeListener() {
        ClientCalls.CallListener taken = listener;
        listener = null;
        return taken;
    }
}
