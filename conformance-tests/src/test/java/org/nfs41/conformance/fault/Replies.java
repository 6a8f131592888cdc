package org.nfs41.conformance.fault;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

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

    /** The reply without its last result, but with the status that it gave. */
    public static CompoundRes withoutLast(CompoundRes reply) {
        List<ResOp> results = reply.results();
        return new CompoundRes(reply.status(), reply.tag(), results.subList(0, results.size() - 1));
    }

    /** A reply to {@code request} whose first operation fails like this. */
    public static CompoundRes refusal(CompoundArgs request, NfsStatus status) {
        return endingWith(request, new StatusOnly(request.ops().getFirst().op(), status));
    }

    /** A reply to {@code request} of these results, the last of which has the status of all. */
    public static CompoundRes endingWith(CompoundArgs request, ResOp... results) {
        List<ResOp> all = List.of(results);
        return new CompoundRes(all.getLast().status(), request.tag(), all);
    }

    /** The reply with one more result, whose status is that of the whole. */
    public static CompoundRes plus(CompoundRes reply, ResOp more) {
        List<ResOp> results = new ArrayList<>(reply.results());
        results.add(more);
        return new CompoundRes(more.status(), reply.tag(), results);
    }

    /** Whether the last result is this error of this operation. */
    public static boolean endsWith(CompoundRes reply, Operation operation, NfsStatus status) {
        return endsWith(reply, status) && reply.results().getLast().op().equals(operation);
    }

    /** Whether the last result is this error. */
    public static boolean endsWith(CompoundRes reply, NfsStatus status) {
        return reply.status().equals(status) && !reply.results().isEmpty();
    }
}
