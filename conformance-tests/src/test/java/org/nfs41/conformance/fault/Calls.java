package org.nfs41.conformance.fault;

import org.nfs41.server.ServerHooks;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The usual ways to plant a {@link Fault} into what the server calls its clients. */
public final class Calls {
    private Calls() {}

    /** Puts anything around what sends calls. */
    public static ServerHooks sender(UnaryOperator<CallSender> decorator) {
        return new ServerHooks() {
            @Override
            public CallSender sender(CallSender sender) {
                return decorator.apply(sender);
            }
        };
    }

    /** Changes each call. */
    public static ServerHooks sent(UnaryOperator<Effect.Send> change) {
        return sender(sender -> (call, reply) -> sender.send(change.apply(call), reply));
    }

    /** Changes the CB_SEQUENCE of each call. */
    public static ServerHooks sequences(UnaryOperator<CbSequenceArgs> change) {
        return sent(call -> withSequence(call, change));
    }

    /** Changes what the server learns of each try. */
    public static ServerHooks replies(UnaryOperator<CallReply> change) {
        return sender(sender ->
                (call, reply) -> sender.send(call, came -> reply.accept(change.apply(came))));
    }

    /** The call with another CB_COMPOUND. */
    public static Effect.Send with(Effect.Send call, CbCompoundArgs compound) {
        return new Effect.Send(
                call.connectionId(), call.attempt(), call.program(), call.security(), compound);
    }

    /** The call with other operations. */
    public static Effect.Send with(Effect.Send call, List<CbArgOp> ops) {
        CbCompoundArgs compound = call.compound();
        return with(
                call,
                new CbCompoundArgs(
                        compound.tag(), compound.minorVersion(), compound.callbackIdent(), ops));
    }

    /** The call with another CB_SEQUENCE. */
    public static Effect.Send withSequence(Effect.Send call, UnaryOperator<CbSequenceArgs> change) {
        List<CbArgOp> ops = new ArrayList<>(call.compound().ops());
        ops.set(0, change.apply(sequence(call)));
        return with(call, ops);
    }

    /** Its CB_SEQUENCE. */
    public static CbSequenceArgs sequence(Effect.Send call) {
        return (CbSequenceArgs) call.compound().ops().getFirst();
    }

    /** Its first operation of this type. */
    public static <T extends CbArgOp> Optional<T> first(Effect.Send call, Class<T> type) {
        return call.compound().ops().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The same CB_SEQUENCE on another slot with another sequence id. */
    public static CbSequenceArgs at(CbSequenceArgs sequence, int slot, int sequenceId) {
        return new CbSequenceArgs(
                sequence.sessionId(),
                sequenceId,
                slot,
                Math.max(slot, sequence.highestSlotId()),
                sequence.cacheThis(),
                sequence.referringCallLists());
    }
}
