package org.nfs41.conformance.fault;

import org.jspecify.annotations.Nullable;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;

/** Stands around what calls clients for the operations; does nothing unless told. */
public abstract class ClientCallFilter {
    /** Plants it. */
    public final ServerHooks hooks() {
        return new ServerHooks() {
            @Override
            public ClientCalls calls(ClientCalls calls) {
                return new Filtered(ClientCallFilter.this, calls);
            }
        };
    }

    /** What is called instead; null for nothing, and nobody ever hears of an outcome. */
    protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
        return operation;
    }

    /** What is called instead in one session; null for nothing. */
    protected @Nullable CbArgOp callIn(SessionId session, CbArgOp operation) {
        return operation;
    }

    /** What the server learns instead of the outcome of a call. */
    protected CallOutcome outcome(CbArgOp operation, CallOutcome outcome) {
        return outcome;
    }

    private record Filtered(ClientCallFilter filter, ClientCalls calls) implements ClientCalls {
        @Override
        public void call(long clientId, ClientCall call, CallListener listener) {
            CbArgOp operation = filter.call(clientId, call.operation());
            if (operation != null) {
                calls.call(
                        clientId,
                        call.with(operation),
                        outcome -> listener.done(filter.outcome(operation, outcome)));
            }
        }

        @Override
        public void callIn(
                SessionId session, long clientId, CbArgOp operation, CallListener listener) {
            CbArgOp changed = filter.callIn(session, operation);
            if (changed != null) {
                calls.callIn(session, clientId, changed, listener);
            }
        }

        @Override
        public boolean reachable(long clientId) {
            return calls.reachable(clientId);
        }
    }
}
