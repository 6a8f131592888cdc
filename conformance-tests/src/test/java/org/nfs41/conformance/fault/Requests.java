package org.nfs41.conformance.fault;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Small changes of requests. */
public final class Requests {
    private Requests() {}

    /** The SEQUENCE at the start of a COMPOUND that has not been read; null when there is none. */
    public static @Nullable SequenceArgs peek(XdrReader args) {
        return peekAny(args) instanceof SequenceArgs sequence ? sequence : null;
    }

    /** The first operation of a COMPOUND that has not been read; null when there is none. */
    public static @Nullable ArgOp peekAny(XdrReader args) {
        int from = args.position();
        int to = from + args.remaining();
        XdrReader reader = new XdrReader().reset(args.buffer(), from, to);
        try {
            CompoundHeader header = CompoundHeader.decode(reader);
            return header.opCount() > 0 ? ArgOp.decode(reader) : null;
        } catch (XdrException e) {
            return null;
        }
    }

    /** The first operation if it is SEQUENCE. */
    public static Optional<SequenceArgs> sequence(CompoundArgs request) {
        return request.ops().isEmpty() || !(request.ops().getFirst() instanceof SequenceArgs first)
                ? Optional.empty()
                : Optional.of(first);
    }

    /** The first operation of this type. */
    public static <T extends ArgOp> Optional<T> first(CompoundArgs request, Class<T> type) {
        return request.ops().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** A copy that may be kept when the request is over. */
    public static CompoundArgs kept(CompoundArgs request) {
        XdrWriter bytes = new XdrWriter();
        request.encode(bytes);
        try {
            return CompoundArgs.decode(new XdrReader(bytes.toByteArray()));
        } catch (XdrException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request with other operations, all of them known. */
    public static CompoundArgs with(CompoundArgs request, List<ArgOp> ops) {
        return new CompoundArgs(request.tag(), request.minorVersion(), ops);
    }

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
