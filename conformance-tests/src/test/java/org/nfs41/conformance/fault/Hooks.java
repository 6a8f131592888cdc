package org.nfs41.conformance.fault;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.function.BiFunction;
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

    /** One operation answers {@code instead} where it should answer {@code right}. */
    public static ServerHooks status(Operation operation, NfsStatus right, NfsStatus instead) {
        return replies(reply ->
                Replies.endsWith(reply, operation, right)
                        ? Replies.endWith(reply, new StatusOnly(operation, instead))
                        : reply);
    }

    /** Puts {@code filter} around the COMPOUND. */
    public static ServerHooks around(CompoundFilter filter) {
        return aroundEach((processor, cx) -> filter);
    }

    /** Puts around each COMPOUND the filter that is made for it. */
    public static ServerHooks aroundEach(
            BiFunction<CompoundProcessor, CompoundContext, CompoundFilter> filters) {
        return compound(processor ->
                (cx, args, out) -> execute(filters.apply(processor, cx), processor, cx, args, out));
    }

    /** Puts anything around the RPC program. */
    public static ServerHooks program(UnaryOperator<RpcProgram> decorator) {
        return new ServerHooks() {
            @Override
            public RpcProgram program(RpcProgram program) {
                return decorator.apply(program);
            }
        };
    }

    /**
     * Has the server execute a COMPOUND that no client sent, in the name of the caller of {@code
     * cx}. What {@code cx} knew of its own COMPOUND is lost.
     */
    public static CompoundRes ask(
            CompoundProcessor processor, CompoundContext cx, ArgOp... operations) {
        return ask(
                processor, cx, cx.caller(), new CompoundArgs(Opaque.EMPTY, 1, List.of(operations)));
    }

    /** Has the server execute a COMPOUND in anybody's name; {@code cx} is then his. */
    public static CompoundRes ask(
            CompoundProcessor processor, CompoundContext cx, Caller caller, CompoundArgs request) {
        XdrWriter asked = new XdrWriter();
        request.encode(asked);
        XdrWriter answer = new XdrWriter();
        begin(cx, caller, asked.position());
        try {
            processor.execute(cx, new XdrReader(asked.toByteArray()), answer);
            return CompoundRes.decode(new XdrReader(answer.toByteArray()));
        } catch (XdrException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes {@code cx} ready for a COMPOUND of this caller with so many bytes of arguments. */
    public static void begin(CompoundContext cx, Caller caller, int bytes) {
        cx.begin(caller, cx.now(), bytes, RpcReply.HEADER_BYTES);
    }

    /** What the first plants, and around it what the second does. */
    public static ServerHooks both(ServerHooks first, ServerHooks second) {
        return new ServerHooks() {
            @Override
            public CompoundProcessor compound(CompoundProcessor processor) {
                return second.compound(first.compound(processor));
            }

            @Override
            public OperationHandler operation(Operation operation, OperationHandler handler) {
                return second.operation(operation, first.operation(operation, handler));
            }

            @Override
            public CallSender sender(CallSender sender) {
                return second.sender(first.sender(sender));
            }

            @Override
            public RpcProgram program(RpcProgram program) {
                return second.program(first.program(program));
            }

            @Override
            public ClientCalls calls(ClientCalls calls) {
                return second.calls(first.calls(calls));
            }
        };
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
        int limit = out.limit();
        CompoundArgs asked;
        try {
            asked = CompoundArgs.decode(args);
        } catch (XdrException e) {
            // what does not decode is not for filters
            processor.execute(cx, args.reset(args.buffer(), from, end), out);
            return;
        }
        CompoundRes instead = filter.instead(asked);
        if (instead != null) {
            instead.encode(out);
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
            out.limit(limit);
            out.position(start);
            told.encode(out);
        }
    }
}
