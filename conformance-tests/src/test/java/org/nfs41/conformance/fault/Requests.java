package org.nfs41.conformance.fault;

import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Small changes of requests. */
public final class Requests {
    private Requests() {}

    /** The request with every operation of one type changed. */
    public static <T extends ArgOp> CompoundArgs change(
            CompoundArgs request, Class<T> type, UnaryOperator<T> change) {
        List<ArgOp> ops = new ArrayList<>();
        for (ArgOp op : request.ops()) {
            ops.add(type.isInstance(op) ? change.apply(type.cast(op)) : op);
        }
        return new CompoundArgs(
                request.tag(), request.minorVersion(), request.opCount(), ops, request.undecoded());
    }
}
