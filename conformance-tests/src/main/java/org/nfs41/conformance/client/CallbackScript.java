package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbStatusOnly;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a check wants calls to be answered. Guarded by its {@link Callbacks}. */
final class CallbackScript {
    private final Map<CallbackOperation, Function<CbArgOp, CbResOp>> handlers = new HashMap<>();
    private final Map<CallbackOperation, Deque<CallbackAnswer>> next = new HashMap<>();
    private final Map<CallbackOperation, CallbackAnswer> always = new HashMap<>();

    void handle(CallbackOperation operation, Function<CbArgOp, CbResOp> handler) {
        handlers.put(operation, handler);
    }

    void next(CallbackOperation operation, CallbackAnswer... answers) {
        next.computeIfAbsent(operation, fresh -> new ArrayDeque<>()).addAll(Arrays.asList(answers));
    }

    void always(CallbackOperation operation, CallbackAnswer answer) {
        always.put(operation, answer);
    }

    /** Takes the answer that is due for a call; null when nothing was said about it. */
    @Nullable CallbackAnswer take(CbCompoundArgs compound) {
        List<CbArgOp> latestFirst = new ArrayList<>(compound.ops()).reversed();
        for (CbArgOp op : latestFirst) {
            Deque<CallbackAnswer> queue = next.get(op.op());
            CallbackAnswer answer = queue == null ? null : queue.poll();
            if (answer != null) {
                return answer;
            }
        }
        for (CbArgOp op : latestFirst) {
            CallbackAnswer answer = always.get(op.op());
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    CbResOp operation(CbArgOp op) {
        Function<CbArgOp, CbResOp> handler = handlers.get(op.op());
        return handler == null ? new CbStatusOnly(op.op(), NfsStatus.OK) : handler.apply(op);
    }
}
