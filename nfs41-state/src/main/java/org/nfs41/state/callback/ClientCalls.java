package org.nfs41.state.callback;

import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;

/**
 * Takes calls to clients and sees to it that each is sent, and sent again over another connection
 * or session of the client when one is lost. Safe for use by any number of threads.
 */
public interface ClientCalls {
    /**
     * Nobody can be called: for servers and tests without a backchannel. Every call is told at once
     * to be {@link CallOutcome.Unreachable}.
     */
    ClientCalls NONE =
            new ClientCalls() {
                @Override
                public void call(long clientId, ClientCall call, CallListener listener) {
                    listener.done(CallOutcome.UNREACHABLE);
                }

                @Override
                public boolean reachable(long clientId) {
                    return false;
                }
            };

    /**
     * Has a client called. Returns at once, whatever the client does: nothing is sent by the thread
     * that calls this before it has let go of what it holds, so that it may hold locks of a state
     * machine.
     *
     * @param listener hears exactly once what became of it, on another stack than this one unless
     *     the client cannot be called at all; it must not block
     */
    void call(long clientId, ClientCall call, CallListener listener);

    /**
     * Has a client called about one of its sessions, in that session: what CB_RECALL_SLOT asks for
     * is about the session that it comes in (RFC 8881 section 20.8.3). Does not wait for a
     * connection or a slot. Like {@link #call} otherwise.
     */
    default void callIn(
            SessionId session, long clientId, CbArgOp operation, CallListener listener) {
        listener.done(CallOutcome.UNREACHABLE);
    }

    /**
     * Whether there is a connection now that the client can be called on. What depends on calls,
     * such as a delegation, is not granted without.
     */
    boolean reachable(long clientId);

    /** Hears of the outcome of a call. */
    @FunctionalInterface
    interface CallListener {
        /** Called once. */
        void done(CallOutcome outcome);
    }
}
