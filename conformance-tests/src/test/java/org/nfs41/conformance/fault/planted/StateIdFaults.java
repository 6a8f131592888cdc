package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CloseResOk;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.StatusOnly;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WriteArgs;
import org.nfs41.xdr.op.WriteResOk;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What may go wrong with state ids. */
public final class StateIdFaults implements FaultGroup {
    private static final StateId SOME = new StateId(1, 2, 3);

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "test-stateid-ends-at-a-bad-one",
                        "B-113",
                        "TEST_STATEID fails when one of its state ids is bad",
                        StateIdFaults::testEndsAtBad,
                        "STATE-001"),
                Fault.of(
                        "stale-stateid-of-v40",
                        "B-112",
                        "an unknown state id is NFS4ERR_STALE_STATEID",
                        StateIdFaults::staleInTest,
                        "STATE-001"),
                Fault.of(
                        "free-stateid-of-locks-succeeds",
                        "B-114",
                        "FREE_STATEID of state in force answers NFS4_OK",
                        () ->
                                Hooks.status(
                                        Operation.FREE_STATEID, NfsStatus.LOCKS_HELD, NfsStatus.OK),
                        "STATE-002"),
                Fault.of(
                        "free-stateid-ends-the-owner",
                        "B-115",
                        "FREE_STATEID ends the locks that its owner has in other files",
                        StateIdFaults::freeEndsEverything,
                        "STATE-003"),
                Fault.of(
                        "close-ignores-the-seqid",
                        "B-117",
                        "CLOSE takes any seqid",
                        () ->
                                change(
                                        CloseArgs.class,
                                        args ->
                                                new CloseArgs(
                                                        args.seqid(),
                                                        withoutSeqid(args.openStateId()))),
                        "STATE-004"),
                Fault.of(
                        "locku-ignores-the-seqid",
                        "B-117",
                        "LOCKU takes any seqid",
                        () ->
                                change(
                                        LockUArgs.class,
                                        args -> with(args, withoutSeqid(args.lockStateId()))),
                        "STATE-004"),
                Fault.of(
                        "locku-of-an-open-succeeds",
                        "",
                        "LOCKU answers NFS4_OK for a state id that is no lock's",
                        () -> instead(Operation.LOCKU, NfsStatus.BAD_STATEID, new LockUResOk(SOME)),
                        "STATE-005"),
                Fault.of(
                        "reading-needs-no-state",
                        "B-121",
                        "READ does not look at its state id",
                        () ->
                                change(
                                        ReadArgs.class,
                                        args ->
                                                new ReadArgs(
                                                        StateId.ANONYMOUS,
                                                        args.offset(),
                                                        args.count())),
                        "STATE-006",
                        "STATE-007"),
                Fault.of(
                        "writing-needs-no-state",
                        "B-127",
                        "WRITE does not look at its state id",
                        () ->
                                change(
                                        WriteArgs.class,
                                        args ->
                                                new WriteArgs(
                                                        StateId.ANONYMOUS,
                                                        args.offset(),
                                                        args.stable(),
                                                        args.data())),
                        "STATE-007",
                        "STATE-035"),
                Fault.of(
                        "opening-again-keeps-the-seqid",
                        "B-131",
                        "an OPEN that changes nothing returns the seqid that was",
                        StateIdFaults::seqidOne,
                        "STATE-008"),
                Fault.of(
                        "close-returns-the-state-id",
                        "B-191",
                        "CLOSE returns a state id that looks valid",
                        () ->
                                Hooks.replies(reply ->
                                        Replies.change(
                                                reply,
                                                CloseResOk.class,
                                                ok -> new CloseResOk(SOME))),
                        "STATE-009"),
                Fault.of(
                        "downgrade-keeps-the-seqid",
                        "B-134",
                        "OPEN_DOWNGRADE returns the seqid that was",
                        () ->
                                Hooks.replies(reply ->
                                        Replies.change(
                                                reply,
                                                OpenDowngradeResOk.class,
                                                StateIdFaults::previous)),
                        "STATE-010"),
                Fault.of(
                        "locku-knows-no-current-state-id",
                        "B-118",
                        "LOCKU takes the current state id for an unknown one",
                        () ->
                                change(
                                        LockUArgs.class,
                                        args ->
                                                args.lockStateId().equals(StateId.CURRENT)
                                                        ? with(args, SOME)
                                                        : args),
                        "STATE-030",
                        "STATE-032"),
                Fault.of(
                        "missing-current-state-id-is-anonymous",
                        "B-119",
                        "READ with the current state id needs none",
                        () -> anonymousRead(id -> id.equals(StateId.CURRENT)),
                        "STATE-031"),
                Fault.of(
                        "saved-filehandle-without-state-id",
                        "B-189",
                        "RESTOREFH leaves no current state id",
                        () -> Hooks.operation(Operation.RESTOREFH, StateIdFaults::forgetting),
                        "STATE-032"),
                Fault.of(
                        "reserved-state-ids-are-anonymous",
                        "",
                        "READ takes every state id of zeros for the anonymous one",
                        () -> anonymousRead(id -> id.sameOther(StateId.ANONYMOUS)),
                        "STATE-033"),
                Fault.of(
                        "close-of-anonymous-succeeds",
                        "",
                        "CLOSE without state answers NFS4_OK",
                        () ->
                                instead(
                                        Operation.CLOSE,
                                        NfsStatus.BAD_STATEID,
                                        new CloseResOk(StateId.INVALID)),
                        "STATE-034"),
                Fault.of(
                        "anonymous-writes-get-by-denials",
                        "B-125",
                        "WRITE without an open ignores that others deny it",
                        () ->
                                instead(
                                        Operation.WRITE,
                                        NfsStatus.LOCKED,
                                        new WriteResOk(1, StableHow.FILE_SYNC, 0)),
                        "STATE-036"),
                Fault.of(
                        "setattr-needs-no-state",
                        "B-126",
                        "SETATTR of the size does not look at its state id",
                        () ->
                                change(
                                        SetAttrArgs.class,
                                        args ->
                                                new SetAttrArgs(
                                                        StateId.ANONYMOUS, args.objAttributes())),
                        "STATE-037"));
    }

    private static <T extends ArgOp> ServerHooks change(Class<T> type, UnaryOperator<T> change) {
        return Hooks.requests(request -> Requests.change(request, type, change));
    }

    /** A success in place of one error. */
    private static ServerHooks instead(Operation operation, NfsStatus error, ResOp success) {
        return Hooks.replies(reply ->
                Replies.endsWith(reply, operation, error)
                        ? Replies.endWith(reply, success)
                        : reply);
    }

    private static StateId withoutSeqid(StateId id) {
        return id.equals(StateId.CURRENT) ? id : id.withSeqid(0);
    }

    private static LockUArgs with(LockUArgs args, StateId id) {
        return new LockUArgs(args.lockType(), args.seqid(), id, args.offset(), args.length());
    }

    private static ServerHooks anonymousRead(Predicate<StateId> which) {
        return change(
                ReadArgs.class,
                args ->
                        which.test(args.stateId())
                                ? new ReadArgs(StateId.ANONYMOUS, args.offset(), args.count())
                                : args);
    }

    private static ServerHooks testEndsAtBad() {
        return Hooks.replies(reply -> {
            boolean bad =
                    reply.results().getLast() instanceof TestStateIdResOk ok
                            && !ok.statusCodes().stream().allMatch(NfsStatus::isOk);
            return bad
                    ? Replies.endWith(
                            reply, new StatusOnly(Operation.TEST_STATEID, NfsStatus.BAD_STATEID))
                    : reply;
        });
    }

    private static ServerHooks staleInTest() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        TestStateIdResOk.class,
                        ok ->
                                new TestStateIdResOk(
                                        ok.statusCodes().stream()
                                                .map(status ->
                                                        status.equals(NfsStatus.BAD_STATEID)
                                                                ? NfsStatus.STALE_STATEID
                                                                : status)
                                                .toList())));
    }

    private static ServerHooks freeEndsEverything() {
        AtomicBoolean freed = new AtomicBoolean();
        return Hooks.replies(reply -> {
            if (Replies.endsWith(reply, Operation.FREE_STATEID, NfsStatus.OK)) {
                freed.set(true);
            }
            return freed.get() && Replies.endsWith(reply, Operation.LOCKT, NfsStatus.DENIED)
                    ? Replies.endWith(reply, new StatusOnly(Operation.LOCKT, NfsStatus.OK))
                    : reply;
        });
    }

    private static ServerHooks seqidOne() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        OpenResOk.class,
                        ok ->
                                new OpenResOk(
                                        ok.stateId().withSeqid(1),
                                        ok.cinfo(),
                                        ok.rflags(),
                                        ok.attrSet(),
                                        ok.delegation())));
    }

    private static OpenDowngradeResOk previous(OpenDowngradeResOk ok) {
        StateId id = ok.openStateId();
        return new OpenDowngradeResOk(id.withSeqid(id.seqid() - 1));
    }

    private static OperationHandler forgetting(OperationHandler handler) {
        return (cx, args, result) -> {
            NfsStatus status = handler.handle(cx, args, result);
            cx.currentStateId(null);
            return status;
        };
    }
}
