package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.conformance.fault.SlotNumbers;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateResOk;
import org.nfs41.xdr.op.RemoveResOk;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What a retry may get wrongly. */
public final class RetryFaults implements FaultGroup {
    private static final Set<Operation> READING =
            Set.of(
                    Operation.SEQUENCE,
                    Operation.PUTFH,
                    Operation.PUTROOTFH,
                    Operation.LOOKUP,
                    Operation.GETFH,
                    Operation.GETATTR,
                    Operation.READ,
                    Operation.READDIR,
                    Operation.READLINK);

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "uncached-retry-is-executed-again",
                        "B-005",
                        "a retry of a request without sa_cachethis is executed a second time",
                        () ->
                                Hooks.around(
                                        new SlotNumbers((request, asked, last) ->
                                                last != null
                                                                && last.isRepeatedBy(asked)
                                                                && !asked.cacheThis()
                                                        ? last.next()
                                                        : null)),
                        "SEQ-012"),
                Fault.of(
                        "retry-that-reads-is-executed-again",
                        "B-002",
                        "a retry of operations that change nothing has them executed a second time",
                        () ->
                                Hooks.around(
                                        new SlotNumbers((request, asked, last) ->
                                                last != null
                                                                && last.isRepeatedBy(asked)
                                                                && isReading(request)
                                                        ? last.next()
                                                        : null)),
                        "SEQ-017"),
                Fault.of(
                        "uncached-retry-fails-sequence",
                        "B-005",
                        "NFS4ERR_RETRY_UNCACHED_REP is the status of SEQUENCE",
                        () -> Hooks.replies(RetryFaults::onSequence),
                        "SEQ-011"),
                Fault.of(
                        "stored-reply-is-sequence-only",
                        "B-002",
                        "of a stored reply nothing but SEQUENCE's result is repeated",
                        () -> repeated(RetryFaults::sequenceOnly),
                        "SEQ-002",
                        "SEQ-003"),
                Fault.of(
                        "stored-reply-without-change-info",
                        "B-002",
                        "a repeated result has an empty change_info4",
                        () -> repeated(RetryFaults::withoutChangeInfo),
                        "SEQ-004",
                        "SEQ-005"),
                Fault.of(
                        "retry-of-another-user-is-served",
                        "B-010",
                        "a retry gets the stored reply whoever sends it",
                        () -> Hooks.compound(SameUser::new),
                        "SEQ-028",
                        "SEQ-030",
                        "SEQ-101"));
    }

    private static boolean isReading(CompoundArgs request) {
        return request.ops().stream().allMatch(op -> READING.contains(op.op()));
    }

    private static CompoundRes onSequence(CompoundRes reply) {
        return reply.status().equals(NfsStatus.RETRY_UNCACHED_REP)
                ? new CompoundRes(
                        reply.status(),
                        reply.tag(),
                        List.of(new StatusOnly(Operation.SEQUENCE, reply.status())))
                : reply;
    }

    private static CompoundRes sequenceOnly(CompoundRes reply) {
        return reply.results().isEmpty()
                ? reply
                : new CompoundRes(reply.status(), reply.tag(), reply.results().subList(0, 1));
    }

    private static CompoundRes withoutChangeInfo(CompoundRes reply) {
        ChangeInfo none = new ChangeInfo(false, 0, 0);
        CompoundRes changed = Replies.change(reply, RemoveResOk.class, ok -> new RemoveResOk(none));
        return Replies.change(
                changed, CreateResOk.class, ok -> new CreateResOk(none, ok.attrSet()));
    }

    /** Changes replies to requests that were answered before. */
    private static ServerHooks repeated(UnaryOperator<CompoundRes> change) {
        Set<SequenceArgs> answered = ConcurrentHashMap.newKeySet();
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean first = Requests.sequence(request).map(answered::add).orElse(true);
                        return first ? reply : change.apply(reply);
                    }
                });
    }

    /** Has every request on a slot come from the user who first sent it. */
    private static final class SameUser implements CompoundProcessor {
        private final CompoundProcessor processor;
        private final Map<SequenceArgs, Caller> firsts = new ConcurrentHashMap<>();

        SameUser(CompoundProcessor processor) {
            this.processor = processor;
        }

        @Override
        public void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException {
            SequenceArgs sequence = Requests.peek(args);
            Caller caller = cx.caller();
            Caller first = sequence == null ? null : firsts.putIfAbsent(sequence, caller);
            if (first != null && !first.principal().equals(caller.principal())) {
                Hooks.begin(
                        cx,
                        new Caller(first.principal(), caller.credentials(), caller.connectionId()),
                        args.remaining());
            }
            processor.execute(cx, args, out);
        }
    }
}
