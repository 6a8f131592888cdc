package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CallFilter;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.rpc.DeferredReply;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcProgram;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A kept reply is sent some milliseconds after the retry has come, from wherever the slot's reply
 * is: it is another one when the slot was used again meanwhile.
 */
public final class RewrittenReply extends Fault {
    private static final long SENDING_MILLIS = 20;

    /** As {@link Fault} asks. */
    public RewrittenReply() {
        super(
                "kept-reply-rewritten-while-sent",
                "B-013",
                "a kept reply is overwritten by the slot's next one while it is being sent",
                "SEQ-062");
    }

    @Override
    public ServerHooks hooks() {
        Slots slots = new Slots();
        ServerHooks watching = Hooks.around(slots);
        return new ServerHooks() {
            @Override
            public CompoundProcessor compound(CompoundProcessor processor) {
                return watching.compound(processor);
            }

            @Override
            public RpcProgram program(RpcProgram program) {
                return new SlowRetries(program, slots);
            }
        };
    }

    private record Slot(SessionId session, int number) {
        static Slot of(SequenceArgs args) {
            return new Slot(args.sessionId(), args.slotId());
        }
    }

    /** The last reply on each slot. */
    private static final class Slots implements CompoundFilter {
        private final Map<Slot, CompoundRes> replies = new ConcurrentHashMap<>();
        private final Set<SequenceArgs> answered = ConcurrentHashMap.newKeySet();

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            Requests.sequence(request)
                    .filter(asked -> reply.results().getFirst().status().isOk())
                    .ifPresent(asked -> {
                        replies.put(Slot.of(asked), reply);
                        answered.add(asked);
                    });
            return reply;
        }

        boolean isRetry(SequenceArgs asked) {
            CompoundRes last = replies.get(Slot.of(asked));
            return last != null
                    && answered.contains(asked)
                    && ((SequenceResOk) last.results().getFirst()).sequenceId()
                            == asked.sequenceId();
        }

        /** What the slot holds now, told as the reply to {@code asked}. */
        CompoundRes now(SequenceArgs asked) {
            CompoundRes last = Objects.requireNonNull(replies.get(Slot.of(asked)));
            return Replies.change(
                    last,
                    SequenceResOk.class,
                    ok ->
                            new SequenceResOk(
                                    ok.sessionId(),
                                    asked.sequenceId(),
                                    ok.slotId(),
                                    ok.highestSlotId(),
                                    ok.targetHighestSlotId(),
                                    ok.statusFlags()));
        }
    }

    private static final class SlowRetries extends CallFilter {
        private final Slots slots;
        private final Executor later =
                CompletableFuture.delayedExecutor(SENDING_MILLIS, TimeUnit.MILLISECONDS);

        SlowRetries(RpcProgram program, Slots slots) {
            super(program);
            this.slots = slots;
        }

        @Override
        public void call(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
            SequenceArgs asked = Requests.peek(args);
            if (asked == null || !slots.isRetry(asked)) {
                super.call(call, args, reply);
                return;
            }
            DeferredReply deferred = reply.defer();
            later.execute(() -> {
                slots.now(asked).encode(deferred.results());
                deferred.send();
            });
        }
    }
}
