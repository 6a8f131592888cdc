package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.ClientCallFilter;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbNotifyLockArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockDenied;
import org.nfs41.xdr.op.LockDeniedRes;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenResultFlags;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** What may go wrong with CB_NOTIFY_LOCK. */
public final class LockNoticeFaults implements FaultGroup {
    private static final Opaque SOMEBODY = Opaque.utf8("somebody");

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "notices-of-locks-are-not-announced",
                        "",
                        "OPEN does not say that there may be CB_NOTIFY_LOCK",
                        () ->
                                Hooks.replies(reply ->
                                        Replies.change(
                                                reply,
                                                OpenResOk.class,
                                                LockNoticeFaults::withoutFlag)),
                        "CB-150"),
                Fault.of(
                        "notice-of-a-lock-names-somebody-else",
                        "",
                        "CB_NOTIFY_LOCK names an owner that was denied nothing",
                        LockNoticeFaults::forSomebody,
                        "CB-150",
                        "CB-152"),
                Fault.of(
                        "lock-is-kept-for-who-was-told",
                        "",
                        "once somebody was told of a lock nobody else is given one",
                        LockNoticeFaults::kept,
                        "CB-151"),
                Fault.of(
                        "client-must-know-of-notices",
                        "",
                        "a client that does not know CB_NOTIFY_LOCK has a broken backchannel",
                        LockNoticeFaults::broken,
                        "CB-153"));
    }

    private static OpenResOk withoutFlag(OpenResOk ok) {
        return new OpenResOk(
                ok.stateId(),
                ok.cinfo(),
                ok.rflags() & ~OpenResultFlags.MAY_NOTIFY_LOCK,
                ok.attrSet(),
                ok.delegation());
    }

    private static ServerHooks forSomebody() {
        return new ClientCallFilter() {
            @Override
            protected CbArgOp call(long clientId, CbArgOp operation) {
                return operation instanceof CbNotifyLockArgs(var file, var owner)
                        ? new CbNotifyLockArgs(file, new LockOwner(owner.clientId(), SOMEBODY))
                        : operation;
            }
        }.hooks();
    }

    /** Locks are denied to those who do not wait, as soon as there was a notice. */
    private static ServerHooks kept() {
        AtomicBoolean told = new AtomicBoolean();
        LockDeniedRes denied =
                new LockDeniedRes(
                        new LockDenied(0, 100, LockType.WRITE_LT, new LockOwner(0, SOMEBODY)));
        ServerHooks calls =
                new ClientCallFilter() {
                    @Override
                    protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                        if (operation instanceof CbNotifyLockArgs) {
                            told.set(true);
                        }
                        return operation;
                    }
                }.hooks();
        ServerHooks locks =
                Hooks.around(
                        new CompoundFilter() {
                            @Override
                            public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                                boolean waits =
                                        Requests.first(request, LockArgs.class)
                                                .filter(lock ->
                                                        lock.lockType().equals(LockType.WRITEW_LT))
                                                .isPresent();
                                boolean locked =
                                        !reply.results().isEmpty()
                                                && reply.results().getLast() instanceof LockResOk;
                                return told.get() && locked && !waits
                                        ? Replies.endWith(reply, denied)
                                        : reply;
                            }
                        });
        return Hooks.both(calls, locks);
    }

    private static ServerHooks broken() {
        AtomicBoolean broken = new AtomicBoolean();
        ServerHooks calls =
                new ClientCallFilter() {
                    @Override
                    protected CallOutcome outcome(CbArgOp operation, CallOutcome outcome) {
                        if (outcome instanceof CallOutcome.Answered(var result)
                                && result.status().equals(NfsStatus.NOTSUPP)) {
                            broken.set(true);
                        }
                        return outcome;
                    }
                }.hooks();
        UnaryOperator<SequenceResOk> flagged =
                ok ->
                        new SequenceResOk(
                                ok.sessionId(),
                                ok.sequenceId(),
                                ok.slotId(),
                                ok.highestSlotId(),
                                ok.targetHighestSlotId(),
                                ok.statusFlags()
                                        | (broken.get()
                                                ? SequenceStatusFlags.BACKCHANNEL_FAULT
                                                : 0));
        return Hooks.both(
                calls, Hooks.replies(reply -> Replies.change(reply, SequenceResOk.class, flagged)));
    }
}
