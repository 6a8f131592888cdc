package org.nfs41.conformance.fault;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.util.function.UnaryOperator;

/** The usual ways to plant a {@link Fault}. */
public final class Hooks {
    private Hooks() {}

    /** Changes every reply. */
    public static ServerHooks replies(UnaryOperator<CompoundRes> change) {
        return around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        return change.apply(reply);
                    }
                });
    }

    /** Changes every request. */
    public static ServerHooks requests(UnaryOperator<CompoundArgs> change) {
        return around(
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        return change.apply(request);
                    }
                });
    }

    /** Puts something around the handler of one operation (not SEQUENCE, which has none). */
    public static ServerHooks operation(
            Operation wrong, UnaryOperator<OperationHandler> decorator) {
        return new ServerHooks() {
            @Override
            public OperationHandler operation(Operation operation, OperationHandler handler) {
                return operation.equals(wrong) ? decorator.apply(handler) : handler;
            }
        };
    }

    /** Puts {@code filter} around the COMPOUND. */
    public static ServerHooks around(CompoundFilter filter) {
        return compound(processor -> (cx, args, out) -> execute(filter, processor, cx, args, out));
    }

    /** Puts anything around the COMPOUND. */
    public static ServerHooks compound(UnaryOperator<CompoundProcessor> decorator) {
        return new ServerHooks() {
            @Override
            public CompoundProcessor compound(CompoundProcessor processor) {
                return decorator.apply(processor);
            }
        };
    }

    private static void execute(
            CompoundFilter filter,
            CompoundProcessor processor,
            CompoundContext cx,
            XdrReader args,
            XdrWriter out)
            throws XdrException {
        int from = args.position();
        int end = from + args.remaining();
        int start = out.position();
        CompoundArgs asked;
        try {
            asked = CompoundArgs.decode(args);
        } catch (XdrException e) {
            // what does not decode is not for filters
            processor.execute(cx, args.reset(args.buffer(), from, end), out);
            return;
        }
        CompoundArgs changed = filter.request(asked);
        if (changed.equals(asked)) {
            processor.execute(cx, args.reset(args.buffer(), from, end), out);
        } else {
            XdrWriter writer = new XdrWriter();
            changed.encode(writer);
            processor.execute(cx, new XdrReader(writer.toByteArray()), out);
        }
        CompoundRes res = CompoundRes.decode(new XdrReader(out.toByteArray(start)));
        CompoundRes told = filter.reply(asked, res);
        if (!told.equals(res)) {
            out.position(start);
            told.encode(out);
        }
    }
}
