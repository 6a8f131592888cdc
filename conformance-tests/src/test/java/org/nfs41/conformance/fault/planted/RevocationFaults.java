package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What may go wrong when a client has lost its lease. */
public final class RevocationFaults implements FaultGroup {
    private static final int LOSSES =
            SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "loss-of-state-is-not-told",
                        "",
                        "no flag tells of state that was revoked after the lease had lapsed",
                        () -> flags((id, flags) -> flags & ~LOSSES),
                        "LEASE-041",
                        "SEQ-059"),
                Fault.of(
                        "loss-of-state-is-told-once",
                        "",
                        "the flags of lost state are cleared as soon as they have been told",
                        () -> flags(new ToldOnce()),
                        "LEASE-041"),
                Fault.of(
                        "loss-of-state-is-told-for-ever",
                        "",
                        "the flags of lost state stay when the last of it has been freed",
                        () -> flags(new ToldForEver()),
                        "LEASE-041"),
                Fault.of(
                        "loss-of-some-is-loss-of-all",
                        "",
                        "the loss of one open is told as the loss of all",
                        () -> flags(RevocationFaults::all),
                        "LEASE-041"),
                Fault.of(
                        "lost-state-tests-good",
                        "",
                        "TEST_STATEID says NFS4_OK of a state id that has expired",
                        () -> tested(NfsStatus.EXPIRED, NfsStatus.OK),
                        "LEASE-041"),
                Fault.of(
                        "lapsed-state-tests-bad",
                        "",
                        "TEST_STATEID says NFS4ERR_BAD_STATEID of what no flag says that it is"
                                + " lost",
                        () -> tested(NfsStatus.OK, NfsStatus.BAD_STATEID),
                        "LEASE-040"),
                Fault.of(
                        "lost-state-is-used",
                        "",
                        "READ by a state id that has expired has no error of its own",
                        () ->
                                Hooks.status(
                                        Operation.READ, NfsStatus.EXPIRED, NfsStatus.SERVERFAULT),
                        "LEASE-041"),
                Fault.of(
                        "lost-state-cannot-be-freed",
                        "",
                        "FREE_STATEID of a state id that has expired answers NFS4ERR_LOCKS_HELD",
                        () ->
                                Hooks.status(
                                        Operation.FREE_STATEID, NfsStatus.OK, NfsStatus.LOCKS_HELD),
                        "LEASE-041"));
    }

    private static int all(SessionId id, int flags) {
        return (flags & LOSSES) == 0
                ? flags
                : (flags & ~LOSSES) | SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED;
    }

    private interface Flags {
        int told(SessionId id, int flags);
    }

    private static final class ToldOnce implements Flags {
        private final Map<SessionId, Boolean> told = new ConcurrentHashMap<>();

        @Override
        public int told(SessionId id, int flags) {
            boolean first = (flags & LOSSES) != 0 && told.put(id, true) == null;
            return first ? flags : flags & ~LOSSES;
        }
    }

    private static final class ToldForEver implements Flags {
        private final Map<SessionId, Integer> told = new ConcurrentHashMap<>();

        @Override
        public int told(SessionId id, int flags) {
            return flags | told.merge(id, flags & LOSSES, (before, now) -> before | now);
        }
    }

    private static ServerHooks flags(Flags flags) {
        UnaryOperator<SequenceResOk> change =
                ok ->
                        new SequenceResOk(
                                ok.sessionId(),
                                ok.sequenceId(),
                                ok.slotId(),
                                ok.highestSlotId(),
                                ok.targetHighestSlotId(),
                                flags.told(ok.sessionId(), ok.statusFlags()));
        return Hooks.replies(reply -> Replies.change(reply, SequenceResOk.class, change));
    }

    private static ServerHooks tested(NfsStatus right, NfsStatus instead) {
        UnaryOperator<TestStateIdResOk> change =
                ok ->
                        new TestStateIdResOk(
                                ok.statusCodes().stream()
                                        .map(status -> status.equals(right) ? instead : status)
                                        .toList());
        return Hooks.replies(reply -> Replies.change(reply, TestStateIdResOk.class, change));
    }
}
