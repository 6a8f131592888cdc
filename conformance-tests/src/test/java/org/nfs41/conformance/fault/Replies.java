package org.nfs41.conformance.fault;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Small changes of replies. */
public final class Replies {
    private Replies() {}

    /** The reply with every result of one type changed. */
    public static <T extends ResOp> CompoundRes change(
            CompoundRes reply, Class<T> type, UnaryOperator<T> change) {
        List<ResOp> results = new ArrayList<>();
        for (ResOp result : reply.results()) {
            results.add(type.isInstance(result) ? change.apply(type.cast(result)) : result);
        }
        return new CompoundRes(reply.status(), reply.tag(), results);
    }

    /** The reply with another result at the end and its status as that of the whole. */
    public static CompoundRes endWith(CompoundRes reply, ResOp last) {
        List<ResOp> results = new ArrayList<>(reply.results());
        results.removeLast();
        results.add(last);
        return new CompoundRes(last.status(), reply.tag(), results);
    }

    /** Whether the last result is this error. */
    public static boolean endsWith(CompoundRes reply, NfsStatus status) {
        return reply.status().equals(status) && !reply.results().isEmpty();
    }
}
