package org.nfs41.conformance.linux;

import org.nfs41.server.ServerHooks;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a server has its clients told. */
final class CountedCalls implements ServerHooks {
    private final ConcurrentHashMap<CallbackOperation, AtomicInteger> counts =
            new ConcurrentHashMap<>();

    private final SortedSet<Integer> slots = new ConcurrentSkipListSet<>();

    @Override
    public ClientCalls calls(ClientCalls calls) {
        return new ClientCalls() {
            @Override
            public void call(long clientId, ClientCall call, CallListener listener) {
                counter(call.operation().op()).incrementAndGet();
                calls.call(clientId, call, listener);
            }

            @Override
            public void callIn(
                    SessionId session, long clientId, CbArgOp operation, CallListener listener) {
                counter(operation.op()).incrementAndGet();
                calls.callIn(session, clientId, operation, listener);
            }

            @Override
            public boolean reachable(long clientId) {
                return calls.reachable(clientId);
            }
        };
    }

    @Override
    public CallSender sender(CallSender sender) {
        return (send, reply) -> {
            if (send.compound().ops().getFirst() instanceof CbSequenceArgs sequence) {
                slots.add(sequence.slotId());
            }
            sender.send(send, reply);
        };
    }

    /** The slots that calls were sent on since {@link #forgetSlots}, of all sessions. */
    SortedSet<Integer> slots() {
        return slots;
    }

    /** No call may be under way. */
    void forgetSlots() {
        slots.clear();
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
