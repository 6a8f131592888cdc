package org.nfs41.conformance.linux;

import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.CallbackOperation;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a server has its clients told. */
final class CountedCalls implements ServerHooks {
    private final ConcurrentHashMap<CallbackOperation, AtomicInteger> counts =
            new ConcurrentHashMap<>();

    @Override
    public ClientCalls calls(ClientCalls calls) {
        return new ClientCalls() {
            @Override
            public void call(long clientId, ClientCall call, CallListener listener) {
                counter(call.operation().op()).incrementAndGet();
                calls.call(clientId, call, listener);
            }

            @Override
            public boolean reachable(long clientId) {
                return calls.reachable(clientId);
            }
        };
    }

    private AtomicInteger counter(CallbackOperation operation) {
        return counts.computeIfAbsent(operation, key -> new AtomicInteger());
    }

    /** How often clients were to be told so until now. */
    int of(CallbackOperation operation) {
        return counter(operation).get();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
