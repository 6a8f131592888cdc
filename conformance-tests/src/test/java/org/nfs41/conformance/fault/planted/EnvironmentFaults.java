package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.Principal;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What operations may do wrong with the current state id, with the caller's flavor, and with
 * attribute bitmaps.
 */
public final class EnvironmentFaults implements FaultGroup {
    private static final int MOST_WORDS = 3;
    private static final int BUFFER_WORDS = 32;

    private static final Set<Operation> NEGOTIATING =
            Set.of(Operation.SECINFO, Operation.SECINFO_NO_NAME, Operation.LOOKUP);

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "open-leaves-no-current-stateid",
                        "",
                        "OPEN does not set the current state id",
                        () -> after(Operation.OPEN, null),
                        "COMP-101",
                        "COMP-104"),
                Fault.of(
                        "putfh-leaves-the-current-stateid",
                        "",
                        "PUTFH leaves the current state id of another filehandle in place",
                        () -> Hooks.operation(Operation.PUTFH, EnvironmentFaults::keeping),
                        "COMP-102"),
                Fault.of(
                        "anonymous-current-stateid",
                        "",
                        "READ with the current state id where there is none reads anonymously",
                        () -> Hooks.operation(Operation.READ, EnvironmentFaults::anonymous),
                        "COMP-103"),
                Fault.of(
                        "restorefh-without-stateid",
                        "",
                        "RESTOREFH brings back the filehandle alone",
                        () -> after(Operation.RESTOREFH, null),
                        "COMP-104"),
                Fault.of(
                        "wrong-flavor-before-negotiation",
                        "",
                        "PUTFH before SECINFO or LOOKUP answers NFS4ERR_WRONGSEC",
                        () -> wrongFlavor(EnvironmentFaults::beforeNegotiation),
                        "COMP-110"),
                Fault.of(
                        "wrong-flavor-before-nothing",
                        "",
                        "PUTFH at the end answers NFS4ERR_WRONGSEC",
                        () -> wrongFlavor((ops, i) -> i == ops.size() - 1),
                        "COMP-113"),
                Fault.of(
                        "getattr-finds-the-flavor-wrong",
                        "",
                        "the flavor of the caller is checked by GETATTR",
                        () -> Hooks.operation(Operation.GETATTR, EnvironmentFaults::checked),
                        "COMP-111",
                        "COMP-112"),
                Fault.of(
                        "long-bitmap-breaks-setattr",
                        "B-200",
                        "SETATTR fails when its bitmap has more than three words",
                        () -> Hooks.operation(Operation.SETATTR, EnvironmentFaults::shortOnly),
                        "COMP-100"),
                Fault.of(
                        "long-bitmap-breaks-getattr",
                        "B-200",
                        "GETATTR runs over its buffer when its bitmap is long",
                        () -> Hooks.operation(Operation.GETATTR, EnvironmentFaults::overrun),
                        "COMP-026",
                        "COMP-027",
                        "COMP-106"));
    }

    private static ServerHooks after(Operation operation, @Nullable StateId stateId) {
        return Hooks.operation(
                operation,
                handler ->
                        (cx, args, result) -> {
                            NfsStatus status = handler.handle(cx, args, result);
                            cx.currentStateId(stateId);
                            return status;
                        });
    }

    private static OperationHandler keeping(OperationHandler handler) {
        return (cx, args, result) -> {
            StateId before = cx.currentStateId();
            NfsStatus status = handler.handle(cx, args, result);
            cx.currentStateId(before);
            return status;
        };
    }

    /** The anonymous state id stands in the arguments instead. */
    private static OperationHandler anonymous(OperationHandler handler) {
        return (cx, args, result) -> {
            int seqid = args.buffer().getInt(args.position());
            boolean none = cx.currentStateId() == null && seqid == StateId.CURRENT.seqid();
            if (!none) {
                return handler.handle(cx, args, result);
            }
            byte[] changed = new byte[args.remaining()];
            args.buffer().get(args.position(), changed);
            changed[Integer.BYTES - 1] = 0;
            XdrReader reader = new XdrReader(changed);
            NfsStatus status = handler.handle(cx, reader, result);
            args.position(args.position() + reader.position());
            return status;
        };
    }

    private static boolean beforeNegotiation(List<ArgOp> ops, int index) {
        return index + 1 < ops.size() && NEGOTIATING.contains(ops.get(index + 1).op());
    }

    /** PUTFH finds AUTH_NONE wrong where it stands {@code before} something. */
    private static ServerHooks wrongFlavor(BiPredicate<List<ArgOp>, Integer> before) {
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        List<ArgOp> ops = request.ops();
                        for (int i = 1; i < reply.results().size(); i++) {
                            if (ops.get(i).op().equals(Operation.PUTFH)
                                    && before.test(ops, i)
                                    && cx.caller().principal().equals(Principal.NONE)) {
                                return endedAt(reply, i);
                            }
                        }
                        return reply;
                    }
                });
    }

    private static CompoundRes endedAt(CompoundRes reply, int index) {
        List<ResOp> results = new ArrayList<>(reply.results().subList(0, index));
        results.add(new StatusOnly(reply.results().get(index).op(), NfsStatus.WRONGSEC));
        return new CompoundRes(NfsStatus.WRONGSEC, reply.tag(), results);
    }

    private static OperationHandler checked(OperationHandler handler) {
        return (cx, args, result) -> {
            NfsStatus status = handler.handle(cx, args, result);
            return cx.caller().principal().equals(Principal.NONE) ? NfsStatus.WRONGSEC : status;
        };
    }

    private static OperationHandler shortOnly(OperationHandler handler) {
        return (cx, args, result) -> {
            int words = args.buffer().getInt(args.position() + Long.BYTES + Long.BYTES);
            NfsStatus status = handler.handle(cx, args, result);
            return words > MOST_WORDS ? NfsStatus.SERVERFAULT : status;
        };
    }

    private static OperationHandler overrun(OperationHandler handler) {
        return (cx, args, result) -> {
            int words = args.buffer().getInt(args.position());
            NfsStatus status = handler.handle(cx, args, result);
            return words > BUFFER_WORDS ? NfsStatus.SERVERFAULT : status;
        };
    }
}
