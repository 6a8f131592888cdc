package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreatVerfAttr;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What goes wrong with state when requests meet, or come from somebody else. */
public final class StateRaceFaults implements FaultGroup {
    /** Long enough for another request to be executed, in nanoseconds. */
    private static final long A_WHILE = 2_000_000;

    private static final int SOMETIMES = 5;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "current-state-id-has-a-seqid",
                        "B-120",
                        "the current state id is old when somebody opens the file meanwhile",
                        StateRaceFaults::currentWithSeqid,
                        "STATE-051"),
                Fault.of(
                        "seqid-given-twice",
                        "B-130",
                        "one OPEN in five returns the seqid of the one before",
                        StateRaceFaults::seqidTwice,
                        "STATE-052"),
                Fault.of(
                        "racing-close-is-stale",
                        "B-192",
                        "CLOSE of an open that is gone answers NFS4ERR_STALE",
                        () -> Hooks.status(Operation.CLOSE, NfsStatus.BAD_STATEID, NfsStatus.STALE),
                        "STATE-053"),
                Fault.of(
                        "lock-outlives-the-close-that-it-meets",
                        "B-194",
                        "one CLOSE in five leaves the locks that have just been set",
                        () -> Hooks.operation(Operation.CLOSE, StateRaceFaults::sometimesNothing),
                        "LOCK-046"),
                Fault.of(
                        "free-stateid-of-another-client",
                        "B-187",
                        "FREE_STATEID of another client's state id answers NFS4_OK",
                        () ->
                                Hooks.status(
                                        Operation.FREE_STATEID,
                                        NfsStatus.BAD_STATEID,
                                        NfsStatus.OK),
                        "STATE-007",
                        "STATE-042"),
                Fault.of(
                        "state-id-gets-by-permissions",
                        "B-190",
                        "READ does not look at who reads",
                        StateRaceFaults::readingForEverybody,
                        "STATE-050",
                        "ERR-021"),
                Fault.of(
                        "bypass-state-id-is-bad-for-writing",
                        "B-124",
                        "WRITE refuses the READ bypass state id",
                        StateRaceFaults::bypassIsBad,
                        "STATE-036"),
                Fault.of(
                        "exclusive-create-forgets-the-verifier",
                        "B-141",
                        "a second EXCLUSIVE4_1 finds a file that another verifier has made",
                        StateRaceFaults::otherVerifiers,
                        "LOCK-080"));
    }

    private static ServerHooks currentWithSeqid() {
        Map<StateId, Integer> latest = new ConcurrentHashMap<>();
        return new ServerHooks() {
            @Override
            public OperationHandler operation(Operation operation, OperationHandler handler) {
                if (operation.equals(Operation.OPEN)) {
                    return (cx, args, result) -> {
                        NfsStatus status = handler.handle(cx, args, result);
                        StateId open = cx.currentStateId();
                        if (status.isOk() && open != null) {
                            latest.merge(open.withSeqid(0), 1, Integer::sum);
                        }
                        return status;
                    };
                }
                return operation.equals(Operation.READ) ? comparing(handler, latest) : handler;
            }
        };
    }

    /** READ with the current state id while the number of its OPENs changes. */
    private static OperationHandler comparing(
            OperationHandler handler, Map<StateId, Integer> latest) {
        return (cx, args, result) -> {
            StateId open = cx.currentStateId();
            if (open == null) {
                return handler.handle(cx, args, result);
            }
            int before = latest.getOrDefault(open.withSeqid(0), 0);
            LockSupport.parkNanos(A_WHILE);
            int after = latest.getOrDefault(open.withSeqid(0), 0);
            NfsStatus status = handler.handle(cx, args, result);
            return status.isOk() && after != before ? NfsStatus.OLD_STATEID : status;
        };
    }

    private static ServerHooks seqidTwice() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        OpenResOk.class,
                        ok -> {
                            StateId id = ok.stateId();
                            boolean wrong = id.seqid() % SOMETIMES == 0;
                            return new OpenResOk(
                                    wrong ? id.withSeqid(id.seqid() - 1) : id,
                                    ok.cinfo(),
                                    ok.rflags(),
                                    ok.attrSet(),
                                    ok.delegation());
                        }));
    }

    private static OperationHandler sometimesNothing(OperationHandler handler) {
        AtomicInteger count = new AtomicInteger();
        return (cx, args, result) -> {
            if (count.incrementAndGet() % SOMETIMES != 0) {
                return handler.handle(cx, args, result);
            }
            CloseArgs.decodeBody(args);
            StateId.INVALID.encode(result);
            return NfsStatus.OK;
        };
    }

    private static ServerHooks readingForEverybody() {
        return Hooks.replies(reply ->
                Replies.endsWith(reply, Operation.READ, NfsStatus.ACCESS)
                        ? Replies.endWith(reply, new ReadResOk(true, Opaque.of(new byte[] {1})))
                        : reply);
    }

    private static ServerHooks bypassIsBad() {
        StateId unknown = new StateId(1, 0x0123_4567_89ab_cdefL, 1);
        return Hooks.requests(request ->
                Requests.change(
                        request,
                        WriteArgs.class,
                        args ->
                                args.stateId().equals(StateId.READ_BYPASS)
                                        ? new WriteArgs(
                                                unknown, args.offset(), args.stable(), args.data())
                                        : args));
    }

    private static ServerHooks otherVerifiers() {
        AtomicInteger count = new AtomicInteger();
        return Hooks.requests(request ->
                Requests.change(
                        request,
                        OpenArgs.class,
                        args ->
                                args.openHow() instanceof OpenFlag.Create(CreateHow how)
                                                && how
                                                        instanceof
                                                        CreateHow.Exclusive41(CreatVerfAttr both)
                                        ? withVerifier(args, both, count.incrementAndGet())
                                        : args));
    }

    private static OpenArgs withVerifier(OpenArgs args, CreatVerfAttr both, long verifier) {
        CreateHow how = new CreateHow.Exclusive41(new CreatVerfAttr(verifier, both.attrs()));
        return new OpenArgs(
                args.seqid(),
                args.shareAccess(),
                args.shareDeny(),
                args.owner(),
                new OpenFlag.Create(how),
                args.claim());
    }
}
