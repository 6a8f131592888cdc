package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbStatusOnly;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Calls to clients that a test answers. */
final class FakeCalls implements ClientCalls {
    /** A call that has been made. */
    record Call(long clientId, ClientCall call, CallListener listener) {
        <T extends CbArgOp> T args(Class<T> type) {
            return type.cast(call.operation());
        }

        CbRecallArgs recall() {
            return args(CbRecallArgs.class);
        }

        void answer(NfsStatus status) {
            CallbackOperation op = call.operation().op();
            listener.done(new CallOutcome.Answered(new CbStatusOnly(op, status)));
        }

        void answer(CbResOp result) {
            listener.done(new CallOutcome.Answered(result));
        }

        void fail() {
            listener.done(CallOutcome.UNREACHABLE);
        }

        void failUnsent() {
            listener.done(CallOutcome.NOT_EXECUTED);
        }
    }

    private final Set<Long> reachable = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();

    void reach(TestClient... clients) {
        for (TestClient client : clients) {
            reachable.add(client.clientId());
        }
    }

    void lose(TestClient client) {
        reachable.remove(client.clientId());
    }

    @Override
    public synchronized void call(long clientId, ClientCall call, CallListener listener) {
        calls.add(new Call(clientId, call, listener));
    }

    @Override
    public boolean reachable(long clientId) {
        return reachable.contains(clientId);
    }

    /** The calls since this was asked last. */
    synchronized List<Call> taken() {
        List<Call> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    /** The one call since this was asked last, which must be to this client. */
    Call one(TestClient client) {
        List<Call> all = taken();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().clientId()).isEqualTo(client.clientId());
        return all.getFirst();
    }
}
