package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CommitResOk;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.SetAttrRes;
import org.nfs41.xdr.op.StatusOnly;
import org.nfs41.xdr.op.WriteResOk;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** What may go wrong after a restart, apart from what was written down before it. */
public final class GraceFaults implements FaultGroup {
    private static final StateId SOME = new StateId(1, 2, 3);
    private static final ResOp OPENED =
            new OpenResOk(
                    SOME, new ChangeInfo(false, 0, 0), 0, Bitmap.EMPTY, new OpenDelegation.None());

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "session-of-before-is-a-stale-client",
                        "",
                        "SEQUENCE answers NFS4ERR_STALE_CLIENTID after a restart",
                        () ->
                                Hooks.status(
                                        Operation.SEQUENCE,
                                        NfsStatus.BADSESSION,
                                        NfsStatus.STALE_CLIENTID),
                        "LEASE-200",
                        "LEASE-202"),
                Fault.of(
                        "client-id-of-before-is-no-entry",
                        "",
                        "CREATE_SESSION answers NFS4ERR_NOENT to a client id of before a restart",
                        () ->
                                Hooks.status(
                                        Operation.CREATE_SESSION,
                                        NfsStatus.STALE_CLIENTID,
                                        NfsStatus.NOENT),
                        "LEASE-201"),
                Fault.of(
                        "persistence-in-name-only",
                        "B-040",
                        "sessions are called persistent and are not",
                        () -> Hooks.around(new CalledPersistent()),
                        "LEASE-204"),
                Fault.of(
                        "state-id-of-before-is-stale",
                        "B-112",
                        "a state id of before a restart is NFS4ERR_STALE_STATEID",
                        () ->
                                Hooks.replies(reply ->
                                        Replies.endsWith(reply, NfsStatus.BAD_STATEID)
                                                ? Replies.endWith(
                                                        reply,
                                                        new StatusOnly(
                                                                reply.results().getLast().op(),
                                                                NfsStatus.STALE_STATEID))
                                                : reply),
                        "LEASE-210"),
                Fault.of(
                        "write-verifier-stays",
                        "",
                        "the write verifier is the same after a restart",
                        () -> Hooks.replies(GraceFaults::sameVerifier),
                        "LEASE-212"),
                Fault.of(
                        "stable-data-lost",
                        "",
                        "what was written with FILE_SYNC4 is gone after a restart",
                        LosesData::new,
                        "LEASE-213"),
                Fault.of(
                        "locks-are-not-reclaimed",
                        "",
                        "LOCK with reclaim answers NFS4ERR_NO_GRACE in the grace period",
                        () ->
                                granting(
                                        LockArgs.class,
                                        LockArgs::reclaim,
                                        NfsStatus.OK,
                                        new StatusOnly(Operation.LOCK, NfsStatus.NO_GRACE)),
                        "LEASE-220"),
                opensAnew(
                        "new-opens-in-grace",
                        "B-105",
                        "OPEN is ordinary in the grace period",
                        "LEASE-221",
                        "LEASE-222",
                        "LEASE-223",
                        "LEASE-230",
                        "LEASE-241"),
                Fault.of(
                        "writes-in-grace",
                        "B-105",
                        "only OPEN and LOCK wait for the end of the grace period",
                        () -> Hooks.replies(GraceFaults::ungatedIo),
                        "LEASE-222"),
                Fault.of(
                        "removal-in-grace-is-a-lock",
                        "",
                        "REMOVE answers NFS4ERR_LOCKED in the grace period",
                        () -> Hooks.status(Operation.REMOVE, NfsStatus.GRACE, NfsStatus.LOCKED),
                        "LEASE-232"),
                Fault.of(
                        "new-locks-in-grace",
                        "B-185",
                        "LOCK is ordinary in the grace period",
                        () ->
                                granting(
                                        LockArgs.class,
                                        args -> true,
                                        NfsStatus.GRACE,
                                        new LockResOk(SOME)),
                        "LEASE-223",
                        "LEASE-231"),
                reclaims(
                        "anybody-reclaims",
                        "B-106",
                        "OPEN reclaims whoever asks, and whenever",
                        NfsStatus.NO_GRACE,
                        "LEASE-224",
                        "LEASE-225",
                        "LEASE-226"),
                reclaims(
                        "reclaims-in-conflict",
                        "B-106",
                        "OPEN reclaims what conflicts with what is already reclaimed",
                        NfsStatus.RECLAIM_CONFLICT,
                        "LEASE-227"),
                reclaims(
                        "reclaims-without-permission",
                        "",
                        "OPEN reclaims without asking for permissions",
                        NfsStatus.ACCESS,
                        "LEASE-228"),
                Fault.of(
                        "new-incarnation-reclaims",
                        "B-106",
                        "the verifier of a client that comes back is not looked at",
                        () -> Hooks.requests(GraceFaults::oneVerifier),
                        "LEASE-226"),
                Fault.of(
                        "nobody-is-told-to-reclaim",
                        "",
                        "SEQ4_STATUS_RESTART_RECLAIM_NEEDED is never set",
                        () -> Hooks.replies(GraceFaults::withoutFlag),
                        "LEASE-229"),
                Fault.of(
                        "grace-ends-early",
                        "B-108",
                        "OPEN succeeds when half a lease has passed since the restart",
                        EndsEarly::new,
                        "LEASE-240"));
    }

    private static Fault opensAnew(String id, String bug, String text, String... caughtBy) {
        return Fault.of(
                id,
                bug,
                text,
                () -> granting(OpenArgs.class, args -> true, NfsStatus.GRACE, OPENED),
                caughtBy);
    }

    private static Fault reclaims(
            String id, String bug, String text, NfsStatus right, String... caughtBy) {
        return Fault.of(
                id,
                bug,
                text,
                () -> granting(OpenArgs.class, GraceFaults::isReclaim, right, OPENED),
                caughtBy);
    }

    private static boolean isReclaim(OpenArgs args) {
        return args.claim() instanceof OpenClaim.Previous;
    }

    /** Says {@code instead} where an operation should say {@code right}. */
    private static <T extends ArgOp> ServerHooks granting(
            Class<T> type, Predicate<T> which, NfsStatus right, ResOp instead) {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean meant = Requests.first(request, type).filter(which).isPresent();
                        return meant && Replies.endsWith(reply, instead.op(), right)
                                ? Replies.endWith(reply, instead)
                                : reply;
                    }
                });
    }

    private static CompoundRes ungatedIo(CompoundRes reply) {
        if (Replies.endsWith(reply, Operation.WRITE, NfsStatus.GRACE)) {
            return Replies.endWith(reply, new WriteResOk(1, StableHow.FILE_SYNC, 1));
        }
        return Replies.endsWith(reply, Operation.SETATTR, NfsStatus.GRACE)
                ? Replies.endWith(reply, new SetAttrRes(NfsStatus.OK, Bitmap.EMPTY))
                : reply;
    }

    private static CompoundRes sameVerifier(CompoundRes reply) {
        CompoundRes changed =
                Replies.change(
                        reply,
                        WriteResOk.class,
                        ok -> new WriteResOk(ok.count(), ok.committed(), 1));
        return Replies.change(changed, CommitResOk.class, ok -> new CommitResOk(1));
    }

    private static CompoundRes withoutFlag(CompoundRes reply) {
        return Replies.change(
                reply,
                SequenceResOk.class,
                ok ->
                        new SequenceResOk(
                                ok.sessionId(),
                                ok.sequenceId(),
                                ok.slotId(),
                                ok.highestSlotId(),
                                ok.targetHighestSlotId(),
                                ok.statusFlags() & ~SequenceStatusFlags.RESTART_RECLAIM_NEEDED));
    }

    private static CompoundArgs oneVerifier(CompoundArgs request) {
        return Requests.change(
                request,
                ExchangeIdArgs.class,
                args ->
                        new ExchangeIdArgs(
                                new ClientOwner(1, args.clientOwner().ownerId()),
                                args.flags(),
                                args.stateProtect(),
                                args.clientImplId()));
    }

    /** Returns CREATE_SESSION4_FLAG_PERSIST to who asks for it. */
    private static final class CalledPersistent implements CompoundFilter {
        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            int asked =
                    Requests.first(request, CreateSessionArgs.class)
                            .map(CreateSessionArgs::flags)
                            .orElse(0);
            return Replies.change(
                    reply,
                    CreateSessionResOk.class,
                    ok ->
                            new CreateSessionResOk(
                                    ok.sessionId(),
                                    ok.sequence(),
                                    ok.flags() | (asked & CreateSessionFlags.PERSIST),
                                    ok.foreChannelAttributes(),
                                    ok.backChannelAttributes()));
        }
    }

    /** From the second start on READ finds nothing. */
    private static final class LosesData implements ServerHooks {
        private final AtomicInteger starts = new AtomicInteger();

        @Override
        public CompoundProcessor compound(CompoundProcessor processor) {
            boolean first = starts.incrementAndGet() == 1;
            ReadResOk empty = new ReadResOk(true, Opaque.EMPTY);
            return Hooks.replies(reply ->
                            first ? reply : Replies.change(reply, ReadResOk.class, ok -> empty))
                    .compound(processor);
        }
    }

    /** OPEN that is refused for the grace period succeeds some time after the start. */
    private static final class EndsEarly implements ServerHooks {
        private final AtomicLong started = new AtomicLong();

        @Override
        public CompoundProcessor compound(CompoundProcessor processor) {
            started.set(System.nanoTime());
            return granting(OpenArgs.class, this::isMeant, NfsStatus.GRACE, OPENED)
                    .compound(processor);
        }

        /** The check's own, and not one that makes a file. */
        private boolean isMeant(OpenArgs args) {
            return args.claim() instanceof OpenClaim.Fh
                    && System.nanoTime() - started.get() > EmbeddedServer.LEASE.toNanos() / 2;
        }
    }
}
