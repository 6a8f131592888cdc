package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.Calls;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.CallReply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbResOp;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DestroyClientIdArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What may go wrong with answers of the client that are errors, garbage or missing. */
public final class CallbackAnswerFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "delayed-recall-counts-as-done",
                        "B-072",
                        "a recall that the client asked to be told of later is not repeated",
                        () -> Calls.replies(reply -> forgiven(reply, NfsStatus.DELAY)),
                        "CB-130"),
                Fault.of(
                        "delayed-call-counts-as-done",
                        "B-072",
                        "NFS4ERR_DELAY from CB_SEQUENCE counts as the execution of the call",
                        CallbackAnswerFaults::delayedCallIsDone,
                        "CB-131"),
                Fault.of(
                        "overtaking-recall-counts-as-done",
                        "B-175",
                        "a recall of what the client does not know yet is not repeated",
                        () -> Calls.replies(reply -> forgiven(reply, NfsStatus.BADHANDLE)),
                        "CB-132"),
                Fault.of(
                        "garbage-from-a-client-stops-the-server",
                        "B-075",
                        "after a reply of a client that does not decode nobody is served",
                        CallbackAnswerFaults::stoppedByGarbage,
                        "CB-134"),
                Fault.of(
                        "teardown-waits-for-callbacks",
                        "B-077",
                        "no client can be destroyed while any callback is not answered",
                        CallbackAnswerFaults::teardownWaits,
                        "CB-137"));
    }

    /** The reply with NFS4_OK for a recall in place of this error. */
    private static CallReply forgiven(CallReply reply, NfsStatus error) {
        if (!(reply instanceof CallReply.Results(CbCompoundRes compound))
                || !compound.status().equals(error)
                || compound.results().size() < 2) {
            return reply;
        }
        List<CbResOp> results = new ArrayList<>(compound.results());
        CbResOp last = results.removeLast();
        results.add(new CbStatusOnly(last.op(), NfsStatus.OK));
        return new CallReply.Results(new CbCompoundRes(NfsStatus.OK, compound.tag(), results));
    }

    private static ServerHooks delayedCallIsDone() {
        return Calls.sender(sender ->
                (call, reply) ->
                        sender.send(
                                call,
                                came ->
                                        reply.accept(
                                                isSequenceError(came)
                                                        ? done(Calls.sequence(call))
                                                        : came)));
    }

    private static boolean isSequenceError(CallReply reply) {
        return reply instanceof CallReply.Results(CbCompoundRes compound)
                && compound.status().equals(NfsStatus.DELAY)
                && compound.results().size() == 1;
    }

    private static CallReply done(CbSequenceArgs args) {
        CbSequenceResOk sequence =
                new CbSequenceResOk(
                        args.sessionId(),
                        args.sequenceId(),
                        args.slotId(),
                        args.slotId(),
                        args.slotId());
        CbStatusOnly recall = new CbStatusOnly(CallbackOperation.CB_RECALL, NfsStatus.OK);
        return new CallReply.Results(
                new CbCompoundRes(NfsStatus.OK, Opaque.EMPTY, List.of(sequence, recall)));
    }

    private static ServerHooks stoppedByGarbage() {
        AtomicBoolean stopped = new AtomicBoolean();
        return both(
                sender ->
                        (call, reply) ->
                                sender.send(
                                        call,
                                        came -> {
                                            if (came == CallReply.Failure.GARBAGE) {
                                                stopped.set(true);
                                            }
                                            reply.accept(came);
                                        }),
                request -> stopped.get(),
                NfsStatus.SERVERFAULT);
    }

    private static ServerHooks teardownWaits() {
        AtomicInteger unanswered = new AtomicInteger();
        return both(
                sender ->
                        (call, reply) -> {
                            unanswered.incrementAndGet();
                            sender.send(
                                    call,
                                    came -> {
                                        if (came instanceof CallReply.Results) {
                                            unanswered.decrementAndGet();
                                        }
                                        reply.accept(came);
                                    });
                        },
                request ->
                        unanswered.get() > 0
                                && Requests.first(request, DestroyClientIdArgs.class).isPresent(),
                NfsStatus.CLIENTID_BUSY);
    }

    private static ServerHooks both(
            UnaryOperator<CallSender> decorator,
            Predicate<CompoundArgs> refused,
            NfsStatus status) {
        ServerHooks replies =
                Hooks.around(
                        new CompoundFilter() {
                            @Override
                            public @Nullable CompoundRes instead(CompoundArgs request) {
                                return refused.test(request)
                                        ? Replies.refusal(request, status)
                                        : null;
                            }
                        });
        return new ServerHooks() {
            @Override
            public CallSender sender(CallSender sender) {
                return decorator.apply(sender);
            }

            @Override
            public CompoundProcessor compound(CompoundProcessor processor) {
                return replies.compound(processor);
            }
        };
    }
}
