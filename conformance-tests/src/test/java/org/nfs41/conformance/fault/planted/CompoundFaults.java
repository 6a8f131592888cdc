package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.RenewArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.util.ArrayList;
import java.util.List;

/** What the interpreter of a COMPOUND may do wrong. */
public final class CompoundFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "illegal-under-its-own-number",
                        "B-147",
                        "NFS4ERR_OP_ILLEGAL comes with the number that was sent, not ILLEGAL",
                        CompoundFaults::illegalUnderItsNumber,
                        "COMP-004"),
                Fault.of(
                        "unsupported-is-illegal",
                        "",
                        "an operation that is not supported is answered as ILLEGAL",
                        () -> Hooks.replies(CompoundFaults::unsupportedIsIllegal),
                        "COMP-006",
                        "COMP-007"),
                Fault.of(
                        "failed-result-is-missing",
                        "B-147",
                        "the failed operation has no result",
                        () -> Hooks.replies(CompoundFaults::withoutFailed),
                        "COMP-008"),
                Fault.of(
                        "result-after-the-failed-one",
                        "B-147",
                        "the operation behind a failed one has a result, too",
                        CompoundFaults::oneMoreResult,
                        "COMP-008"),
                Fault.of(
                        "renew-is-executed",
                        "B-146",
                        "RENEW of NFSv4.0 succeeds",
                        CompoundFaults::renew,
                        "COMP-007"),
                Fault.of(
                        "sequence-not-needed",
                        "B-143",
                        "file operations are executed without SEQUENCE",
                        () -> Hooks.compound(WithoutSession::new),
                        "COMP-010"),
                Fault.of(
                        "need-not-be-alone",
                        "B-051",
                        "EXCHANGE_ID and its like are executed with operations behind them",
                        CompoundFaults::notAlone,
                        "COMP-011"),
                Fault.of(
                        "no-tag",
                        "B-149",
                        "the reply's tag is always empty",
                        () ->
                                Hooks.replies(reply ->
                                        new CompoundRes(
                                                reply.status(), Opaque.EMPTY, reply.results())),
                        "COMP-014"),
                Fault.of(
                        "tag-padding-left-as-it-was",
                        "B-149",
                        "the padding behind the reply's tag holds what was in memory",
                        CompoundFaults::dirtyPadding,
                        "COMP-044"),
                Fault.of(
                        "minor-version-mismatch-with-result",
                        "B-149",
                        "NFS4ERR_MINOR_VERS_MISMATCH comes with a result of the first operation",
                        CompoundFaults::mismatchWithResult,
                        "COMP-002",
                        "COMP-016"));
    }

    private static ServerHooks illegalUnderItsNumber() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        if (!Replies.endsWith(reply, NfsStatus.OP_ILLEGAL)) {
                            return reply;
                        }
                        Operation sent = request.ops().get(reply.results().size() - 1).op();
                        return Replies.endWith(reply, new StatusOnly(sent, reply.status()));
                    }
                });
    }

    private static CompoundRes unsupportedIsIllegal(CompoundRes reply) {
        return Replies.endsWith(reply, NfsStatus.NOTSUPP)
                ? Replies.endWith(reply, new StatusOnly(Operation.ILLEGAL, NfsStatus.OP_ILLEGAL))
                : reply;
    }

    private static CompoundRes withoutFailed(CompoundRes reply) {
        return reply.results().size() > 1 && !reply.status().isOk()
                ? Replies.withoutLast(reply)
                : reply;
    }

    private static ServerHooks oneMoreResult() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        int done = reply.results().size();
                        if (reply.status().isOk() || done < 2 || done >= request.ops().size()) {
                            return reply;
                        }
                        Operation next = request.ops().get(done).op();
                        return Replies.plus(reply, new StatusOnly(next, reply.status()));
                    }
                });
    }

    /** The server is not told of RENEW, the client of its success. */
    private static ServerHooks renew() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        List<ArgOp> ops = new ArrayList<>(request.ops());
                        return ops.removeIf(RenewArgs.class::isInstance)
                                ? Requests.with(request, ops)
                                : request;
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        List<ResOp> results = new ArrayList<>(reply.results());
                        for (int i = 0; i < request.ops().size() && i <= results.size(); i++) {
                            if (request.ops().get(i) instanceof RenewArgs) {
                                results.add(i, new StatusOnly(Operation.RENEW, NfsStatus.OK));
                            }
                        }
                        return new CompoundRes(reply.status(), reply.tag(), results);
                    }
                });
    }

    /** Drops what stands behind an operation that has to be alone. */
    private static ServerHooks notAlone() {
        return Hooks.requests(request -> {
            boolean several = request.ops().size() > 1 && request.undecoded().isEmpty();
            return several && mayBeFirst(request.ops().getFirst())
                    ? Requests.with(request, request.ops().subList(0, 1))
                    : request;
        });
    }

    private static boolean mayBeFirst(ArgOp op) {
        return !(op instanceof SequenceArgs)
                && List.of(
                                Operation.EXCHANGE_ID,
                                Operation.CREATE_SESSION,
                                Operation.DESTROY_SESSION,
                                Operation.BIND_CONN_TO_SESSION,
                                Operation.DESTROY_CLIENTID)
                        .contains(op.op());
    }

    private static ServerHooks dirtyPadding() {
        return Hooks.compound(processor ->
                (cx, args, out) -> {
                    int start = out.position();
                    processor.execute(cx, args, out);
                    int lengthAt = start + Integer.BYTES;
                    int length = out.buffer().getInt(lengthAt);
                    if (length % Integer.BYTES != 0) {
                        out.buffer().put(lengthAt + Integer.BYTES + length, (byte) 0x55);
                    }
                });
    }

    private static ServerHooks mismatchWithResult() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        return reply.status().equals(NfsStatus.MINOR_VERS_MISMATCH)
                                        && !request.ops().isEmpty()
                                ? Replies.plus(
                                        reply,
                                        new StatusOnly(
                                                request.ops().getFirst().op(), reply.status()))
                                : reply;
                    }
                });
    }
}
