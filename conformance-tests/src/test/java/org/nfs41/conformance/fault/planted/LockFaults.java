package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockDenied;
import org.nfs41.xdr.op.LockDeniedRes;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.LockTDeniedRes;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What may go wrong with byte-range locks. */
public final class LockFaults implements FaultGroup {
    private static final long TO_END = -1;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "lock-of-length-zero-is-to-the-end",
                        "B-135",
                        "a lock of length 0 reaches to the end of the file",
                        () -> ranges((offset, length) -> length == 0 ? TO_END : length),
                        "LOCK-001"),
                Fault.of(
                        "lock-offsets-have-a-sign",
                        "B-135",
                        "LOCKT finds nothing behind 2^63",
                        LockFaults::signedOffsets,
                        "LOCK-002",
                        "LOCK-003"),
                Fault.of(
                        "lock-to-the-end-is-short",
                        "B-135",
                        "a lock to the end of the file ends at byte 100",
                        () ->
                                ranges((offset, length) ->
                                        length == TO_END ? Math.max(1, 100 - offset) : length),
                        "LOCK-002"),
                Fault.of(
                        "locku-unlocks-everything",
                        "",
                        "LOCKU of a part unlocks all that the owner has locked",
                        () -> change(LockUArgs.class, LockFaults::everything),
                        "LOCK-004",
                        "LOCK-007"),
                Fault.of(
                        "locks-are-not-downgraded",
                        "",
                        "a read lock over one's own write lock changes nothing",
                        () -> change(LockArgs.class, LockFaults::neverDown),
                        "LOCK-005"),
                Fault.of(
                        "locku-minds-the-type",
                        "",
                        "LOCKU refuses the types of locks that wait",
                        () -> Hooks.operation(Operation.LOCKU, LockFaults::refusingWaitingTypes),
                        "LOCK-006"),
                Fault.of(
                        "locks-are-not-those-of-posix",
                        "",
                        "LOCKU wants whole locks, although OPEN promises POSIX's",
                        LockFaults::wholeLocks,
                        "LOCK-009"),
                Fault.of(
                        "unknown-lock-type-is-a-read-lock",
                        "",
                        "a type of lock that does not exist is taken for READ_LT",
                        () -> change(LockArgs.class, LockFaults::knownType),
                        "LOCK-008"),
                Fault.of(
                        "read-locks-exclude-each-other",
                        "",
                        "every lock is a write lock",
                        () -> change(LockArgs.class, args -> with(args, LockType.WRITE_LT)),
                        "LOCK-020"),
                Fault.of(
                        "denied-without-holder",
                        "B-136",
                        "NFS4ERR_DENIED comes with client id 0 and an empty owner",
                        LockFaults::withoutHolder,
                        "LOCK-021"),
                Fault.of(
                        "lockt-minds-own-locks",
                        "B-137",
                        "LOCKT is denied because of its own owner's lock",
                        () -> change(LockTArgs.class, args -> named(args, "'")),
                        "LOCK-022"),
                Fault.of(
                        "lock-owners-shared-by-clients",
                        "B-132",
                        "owners of one name are one owner, whichever their clients",
                        LockFaults::sharedOwners,
                        "LOCK-023"),
                Fault.of(
                        "client-id-of-lock-owner-counts",
                        "B-132",
                        "the client id inside a lock owner is part of its name",
                        () -> newLocker(by -> named(by, "/" + by.lockOwner().clientId())),
                        "LOCK-024"),
                Fault.of(
                        "lock-of-directory-is-invalid",
                        "",
                        "LOCK of a directory answers NFS4ERR_INVAL",
                        () -> Hooks.status(Operation.LOCK, NfsStatus.ISDIR, NfsStatus.INVAL),
                        "LOCK-025"),
                Fault.of(
                        "lock-ignores-reclaim",
                        "B-185",
                        "LOCK takes a reclaim for an ordinary request",
                        () -> change(LockArgs.class, LockFaults::withoutReclaim),
                        "LOCK-026"),
                Fault.of(
                        "locks-outlive-the-lease",
                        "B-110",
                        "who locks a file first keeps others out for ever",
                        LockFaults::immortal,
                        "LOCK-027"),
                Fault.of(
                        "lock-owner-named-again-is-another",
                        "B-139",
                        "each LOCK with a named owner has a lock state id of its own",
                        LockFaults::alwaysNew,
                        "LOCK-040"),
                Fault.of(
                        "seqid-of-locks-stands-still",
                        "",
                        "the seqid of a lock state id is always 1",
                        LockFaults::seqidOne,
                        "LOCK-041"),
                Fault.of(
                        "close-leaves-locks",
                        "B-138",
                        "CLOSE succeeds and the locks stay",
                        () -> Hooks.operation(Operation.CLOSE, LockFaults::doingNothing),
                        "LOCK-042",
                        "LOCK-046"),
                Fault.of(
                        "close-releases-locks-of-other-opens",
                        "B-131",
                        "CLOSE of one open releases all locks of the file",
                        () -> lockTestFindsNothingAfter(Operation.CLOSE),
                        "LOCK-043",
                        "LOCK-049"),
                Fault.of(
                        "lock-owner-is-another-under-each-open",
                        "",
                        "a lock owner that locks under two opens is denied by itself",
                        () -> newLocker(by -> named(by, "/" + by.openStateId().otherHigh())),
                        "LOCK-044"),
                Fault.of(
                        "open-mode-of-a-lock-is-not-said",
                        "",
                        "LOCK that its open is not for answers NFS4ERR_BAD_STATEID",
                        () ->
                                Hooks.status(
                                        Operation.LOCK, NfsStatus.OPENMODE, NfsStatus.BAD_STATEID),
                        "LOCK-050"),
                Fault.of(
                        "denied-lock-leaves-a-state-id",
                        "",
                        "the lock state id of an owner counts LOCKs that were denied",
                        LockFaults::countingDenied,
                        "LOCK-045"),
                Fault.of(
                        "locks-end-with-their-session",
                        "B-172",
                        "DESTROY_SESSION releases locks",
                        () -> lockTestFindsNothingAfter(Operation.DESTROY_SESSION),
                        "LOCK-047"),
                Fault.of(
                        "lock-owner-is-the-open-owner",
                        "",
                        "all lock owners under one open are one",
                        () -> newLocker(by -> withName(by, "open " + by.openStateId().otherHigh())),
                        "LOCK-048"));
    }

    private static <T extends ArgOp> ServerHooks change(Class<T> type, UnaryOperator<T> change) {
        return Hooks.requests(request -> Requests.change(request, type, change));
    }

    /** Gives LOCK, LOCKT and LOCKU another length, made from offset and length. */
    private static ServerHooks ranges(BiFunction<Long, Long, Long> length) {
        return Hooks.requests(request -> {
            CompoundArgs changed =
                    Requests.change(
                            request,
                            LockArgs.class,
                            args ->
                                    new LockArgs(
                                            args.lockType(),
                                            args.reclaim(),
                                            args.offset(),
                                            length.apply(args.offset(), args.length()),
                                            args.locker()));
            changed =
                    Requests.change(
                            changed,
                            LockTArgs.class,
                            args ->
                                    new LockTArgs(
                                            args.lockType(),
                                            args.offset(),
                                            length.apply(args.offset(), args.length()),
                                            args.owner()));
            return Requests.change(
                    changed,
                    LockUArgs.class,
                    args ->
                            new LockUArgs(
                                    args.lockType(),
                                    args.seqid(),
                                    args.lockStateId(),
                                    args.offset(),
                                    length.apply(args.offset(), args.length())));
        });
    }

    private static ServerHooks signedOffsets() {
        return Hooks.operation(
                Operation.LOCKT,
                handler ->
                        (cx, args, result) -> {
                            long offset = args.buffer().getLong(args.position() + Integer.BYTES);
                            int from = result.position();
                            NfsStatus status = handler.handle(cx, args, result);
                            if (offset >= 0 || !status.equals(NfsStatus.DENIED)) {
                                return status;
                            }
                            result.position(from);
                            return NfsStatus.OK;
                        });
    }

    private static LockUArgs everything(LockUArgs args) {
        return new LockUArgs(args.lockType(), args.seqid(), args.lockStateId(), 0, TO_END);
    }

    private static LockArgs neverDown(LockArgs args) {
        return args.locker() instanceof Locker.Existing ? with(args, LockType.WRITE_LT) : args;
    }

    private static LockArgs knownType(LockArgs args) {
        return LockType.known().contains(args.lockType()) ? args : with(args, LockType.READ_LT);
    }

    private static LockArgs with(LockArgs args, LockType type) {
        return new LockArgs(type, args.reclaim(), args.offset(), args.length(), args.locker());
    }

    private static LockArgs withoutReclaim(LockArgs args) {
        return new LockArgs(args.lockType(), false, args.offset(), args.length(), args.locker());
    }

    /** LOCKU that does not begin with the file has LOCK_RANGE. */
    private static ServerHooks wholeLocks() {
        return Hooks.operation(
                Operation.LOCKU,
                handler ->
                        (cx, args, result) -> {
                            int offsetAt = 2 * Integer.BYTES + 16;
                            long offset = args.buffer().getLong(args.position() + offsetAt);
                            NfsStatus status = handler.handle(cx, args, result);
                            return offset == 0 ? status : NfsStatus.LOCK_RANGE;
                        });
    }

    private static OperationHandler refusingWaitingTypes(OperationHandler handler) {
        return (cx, args, result) -> {
            boolean waits = args.buffer().getInt(args.position()) > LockType.WRITE_LT.value();
            NfsStatus status = handler.handle(cx, args, result);
            return waits ? NfsStatus.INVAL : status;
        };
    }

    private static ServerHooks withoutHolder() {
        return Hooks.replies(reply -> {
            CompoundRes changed =
                    Replies.change(
                            reply,
                            LockDeniedRes.class,
                            res -> new LockDeniedRes(nobodys(res.denied())));
            return Replies.change(
                    changed,
                    LockTDeniedRes.class,
                    res -> new LockTDeniedRes(nobodys(res.denied())));
        });
    }

    private static LockDenied nobodys(LockDenied denied) {
        return new LockDenied(
                denied.offset(),
                denied.length(),
                denied.lockType(),
                new LockOwner(0, Opaque.EMPTY));
    }

    private static LockTArgs named(LockTArgs args, String suffix) {
        LockOwner owner = args.owner();
        Opaque name = Opaque.utf8(owner.owner().utf8() + suffix);
        return new LockTArgs(
                args.lockType(),
                args.offset(),
                args.length(),
                new LockOwner(owner.clientId(), name));
    }

    private static ServerHooks sharedOwners() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean same =
                                Replies.endsWith(reply, Operation.LOCKT, NfsStatus.DENIED)
                                        && request.ops().get(reply.results().size() - 1)
                                                instanceof LockTArgs asked
                                        && reply.results().getLast()
                                                instanceof LockTDeniedRes(LockDenied by)
                                        && by.owner().owner().equals(asked.owner().owner());
                        return same ? found(reply) : reply;
                    }
                });
    }

    /** LOCKT at the end finds nothing. */
    private static CompoundRes found(CompoundRes reply) {
        return Replies.endWith(reply, new StatusOnly(Operation.LOCKT, NfsStatus.OK));
    }

    private static ServerHooks newLocker(UnaryOperator<OpenToLockOwner> change) {
        return change(
                LockArgs.class,
                args ->
                        args.locker() instanceof Locker.New(OpenToLockOwner by)
                                ? new LockArgs(
                                        args.lockType(),
                                        args.reclaim(),
                                        args.offset(),
                                        args.length(),
                                        new Locker.New(change.apply(by)))
                                : args);
    }

    private static OpenToLockOwner named(OpenToLockOwner by, String suffix) {
        return withName(by, by.lockOwner().owner().utf8() + suffix);
    }

    private static OpenToLockOwner withName(OpenToLockOwner by, String name) {
        LockOwner owner = new LockOwner(by.lockOwner().clientId(), Opaque.utf8(name));
        return new OpenToLockOwner(by.openSeqid(), by.openStateId(), by.lockSeqid(), owner);
    }

    private static ServerHooks alwaysNew() {
        AtomicInteger count = new AtomicInteger();
        return newLocker(by -> named(by, "/" + count.incrementAndGet()));
    }

    private static ServerHooks immortal() {
        Map<FileRef, Long> holders = new ConcurrentHashMap<>();
        return Hooks.operation(
                Operation.LOCK,
                handler ->
                        (cx, args, result) -> {
                            long client = cx.requireSession().client().clientId();
                            Long holder = holders.putIfAbsent(cx.requireCurrent(), client);
                            if (holder == null || holder == client) {
                                return handler.handle(cx, args, result);
                            }
                            LockArgs asked = LockArgs.decodeBody(args);
                            new LockDenied(
                                            asked.offset(),
                                            asked.length(),
                                            LockType.WRITE_LT,
                                            new LockOwner(holder, Opaque.utf8("owner")))
                                    .encode(result);
                            return NfsStatus.DENIED;
                        });
    }

    private static ServerHooks seqidOne() {
        return Hooks.replies(reply -> {
            CompoundRes changed =
                    Replies.change(
                            reply,
                            LockResOk.class,
                            ok -> new LockResOk(ok.lockStateId().withSeqid(1)));
            return Replies.change(
                    changed, LockUResOk.class, ok -> new LockUResOk(ok.lockStateId().withSeqid(1)));
        });
    }

    private static OperationHandler doingNothing(OperationHandler handler) {
        return (cx, args, result) -> {
            CloseArgs.decodeBody(args);
            StateId.INVALID.encode(result);
            return NfsStatus.OK;
        };
    }

    private static ServerHooks lockTestFindsNothingAfter(Operation operation) {
        Set<Operation> seen = ConcurrentHashMap.newKeySet();
        return Hooks.replies(reply -> {
            reply.results().forEach(result -> seen.add(result.op()));
            return seen.contains(operation)
                            && Replies.endsWith(reply, Operation.LOCKT, NfsStatus.DENIED)
                    ? found(reply)
                    : reply;
        });
    }

    private static ServerHooks countingDenied() {
        AtomicInteger denied = new AtomicInteger();
        return Hooks.replies(reply -> {
            if (Replies.endsWith(reply, Operation.LOCK, NfsStatus.DENIED)) {
                denied.incrementAndGet();
            }
            return Replies.change(
                    reply,
                    LockResOk.class,
                    ok -> {
                        StateId id = ok.lockStateId();
                        return new LockResOk(id.withSeqid(id.seqid() + denied.get()));
                    });
        });
    }
}
