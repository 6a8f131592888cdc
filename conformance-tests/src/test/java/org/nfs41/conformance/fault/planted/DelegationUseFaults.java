package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.StatusOnly;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What may go wrong with what a client is told of delegations and does with them. */
public final class DelegationUseFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "delegation-dies-with-close",
                        "B-086",
                        "CLOSE ends the delegation that came with the open",
                        DelegationUseFaults::deadAfterClose,
                        "DELEG-122"),
                Fault.of(
                        "no-claim-under-a-delegation",
                        "B-088",
                        "OPEN does not know the claims under a delegation",
                        () ->
                                claims(
                                        status -> status.equals(NfsStatus.OK),
                                        new StatusOnly(Operation.OPEN, NfsStatus.INVAL)),
                        "DELEG-123",
                        "DELEG-124"),
                Fault.of(
                        "claim-under-any-delegation",
                        "B-177",
                        "OPEN under a delegation does not look at the delegation",
                        () ->
                                claims(
                                        status -> status.equals(NfsStatus.BAD_STATEID),
                                        new OpenResOk(
                                                new StateId(1, 2, 3),
                                                new ChangeInfo(false, 1, 1),
                                                0,
                                                Bitmap.EMPTY,
                                                new OpenDelegation.None())),
                        "DELEG-125"),
                Fault.of(
                        "unwanted-is-plain-none",
                        "B-089",
                        "a client that wants no delegation is not told that this is why",
                        () -> told(DelegationUseFaults::withoutNotWanted),
                        "DELEG-141"),
                Fault.of(
                        "reason-for-the-old",
                        "B-089",
                        "a client that knows nothing of wants is told why it has no delegation",
                        () -> told(DelegationUseFaults::withReason),
                        "DELEG-142"),
                Fault.of(
                        "revocation-is-not-told",
                        "B-091",
                        "no flag tells of a delegation that was revoked",
                        () -> Hooks.replies(reply -> flags(reply, 0)),
                        "DELEG-161"),
                Fault.of(
                        "revocation-is-told-for-ever",
                        "B-091",
                        "the flag of a revoked delegation never goes away",
                        () ->
                                Hooks.replies(reply ->
                                        flags(reply, SequenceStatusFlags.RECALLABLE_STATE_REVOKED)),
                        "DELEG-161"),
                Fault.of(
                        "reclaimed-delegation-is-not-given-back",
                        "B-183",
                        "who reclaims a file with its delegation is given the file alone",
                        DelegationUseFaults::reclaimedWithout,
                        "LEASE-260"),
                Fault.of(
                        "want-leaks-into-the-access",
                        "B-178",
                        "what is wanted of delegations counts as access",
                        DelegationUseFaults::wantIsAccess,
                        "DELEG-143"),
                Fault.of(
                        "return-of-anything",
                        "B-180",
                        "DELEGRETURN takes whatever it is given",
                        () ->
                                Hooks.status(
                                        Operation.DELEGRETURN, NfsStatus.BAD_STATEID, NfsStatus.OK),
                        "DELEG-126"));
    }

    private static ServerHooks deadAfterClose() {
        DelegationBook book = new DelegationBook();
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        book.note(reply);
                        if (!reply.status().equals(NfsStatus.OK)) {
                            return reply;
                        }
                        Requests.first(request, CloseArgs.class)
                                .ifPresent(close -> book.bury(close.openStateId()));
                        boolean dead =
                                Requests.first(request, ReadArgs.class)
                                        .filter(read -> book.isDead(read.stateId()))
                                        .isPresent();
                        return dead
                                ? Replies.endWith(
                                        reply,
                                        new StatusOnly(Operation.READ, NfsStatus.BAD_STATEID))
                                : reply;
                    }
                });
    }

    /** OPENs under a delegation that end with such a status end with this. */
    private static ServerHooks claims(Predicate<NfsStatus> which, ResOp instead) {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean claim =
                                Requests.first(request, OpenArgs.class)
                                        .map(OpenArgs::claim)
                                        .filter(DelegationUseFaults::isUnderDelegation)
                                        .isPresent();
                        boolean last =
                                !reply.results().isEmpty()
                                        && reply.results().getLast().op().equals(Operation.OPEN);
                        return claim && last && which.test(reply.status())
                                ? Replies.endWith(reply, instead)
                                : reply;
                    }
                });
    }

    private static boolean isUnderDelegation(OpenClaim claim) {
        return claim instanceof OpenClaim.DelegateCur || claim instanceof OpenClaim.DelegCurFh;
    }

    private static ServerHooks told(UnaryOperator<OpenDelegation> change) {
        return Hooks.replies(reply -> withDelegation(reply, change));
    }

    private static CompoundRes withDelegation(
            CompoundRes reply, UnaryOperator<OpenDelegation> change) {
        return Replies.change(
                reply,
                OpenResOk.class,
                ok ->
                        new OpenResOk(
                                ok.stateId(),
                                ok.cinfo(),
                                ok.rflags(),
                                ok.attrSet(),
                                change.apply(ok.delegation())));
    }

    private static OpenDelegation withoutNotWanted(OpenDelegation delegation) {
        return delegation instanceof OpenDelegation.NoneExt(OpenNoneDelegation why)
                        && why.why().equals(WhyNoDelegation.NOT_WANTED)
                ? new OpenDelegation.None()
                : delegation;
    }

    private static OpenDelegation withReason(OpenDelegation delegation) {
        return delegation instanceof OpenDelegation.None
                ? new OpenDelegation.NoneExt(
                        new OpenNoneDelegation.Plain(WhyNoDelegation.NOT_WANTED))
                : delegation;
    }

    /** The flags of SEQUENCE with this in place of the flag of revoked delegations. */
    private static CompoundRes flags(CompoundRes reply, int revoked) {
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
                                (ok.statusFlags() & ~SequenceStatusFlags.RECALLABLE_STATE_REVOKED)
                                        | revoked));
    }

    private static ServerHooks reclaimedWithout() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean reclaim =
                                Requests.first(request, OpenArgs.class)
                                        .map(OpenArgs::claim)
                                        .filter(OpenClaim.Previous.class::isInstance)
                                        .isPresent();
                        return reclaim
                                ? withDelegation(reply, given -> new OpenDelegation.None())
                                : reply;
                    }
                });
    }

    private static ServerHooks wantIsAccess() {
        return Hooks.requests(request ->
                Requests.change(
                        request,
                        OpenArgs.class,
                        open ->
                                (open.shareAccess() & OpenShare.ACCESS_WANT_ANY_DELEG)
                                                == OpenShare.ACCESS_WANT_ANY_DELEG
                                        ? new OpenArgs(
                                                open.seqid(),
                                                open.shareAccess() | OpenShare.ACCESS_BOTH,
                                                open.shareDeny(),
                                                open.owner(),
                                                open.openHow(),
                                                open.claim())
                                        : open));
    }
}
