package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.open.Share;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.NfsSpaceLimit;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenReadDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.OpenWriteDelegation;

import java.util.List;

/**
 * The delegation that comes with an OPEN, as it is put on the wire (RFC 8881 section 18.16.3).
 *
 * @param delegations gives them
 */
record DelegationOffers(Delegations delegations) {
    /**
     * Who may open without asking the server: nobody. A client asks once by ACCESS and remembers
     * the answer as it does without a delegation; an entry made from the mode could not keep up
     * with changes of the mode that the client itself makes (section 10.4).
     */
    private static final NfsAce ASK_THE_SERVER =
            new NfsAce(AceType.ACCESS_ALLOWED, 0, 0, Opaque.utf8("EVERYONE@"));

    /**
     * How far the file may grow before the client writes back: not at all, as no space is set aside
     * for it. So what is written is on the server when the file is closed, and lack of space is
     * told then (section 10.4.1).
     */
    private static final NfsSpaceLimit FLUSH_ON_CLOSE = new NfsSpaceLimit.Size(0);

    /**
     * What an OPEN gives beside the open, which is in force.
     *
     * <p>A client that writes the file already, and does not say that it wants a delegation, gets
     * none: Linux takes a change of a file that it writes for its own, so that it would go on with
     * what it has in memory when others have changed the file in between. Without a delegation its
     * locks make it read again.
     *
     * @param shareAccess as the client sent it
     * @param wasWriting whether the client had the file open for writing before
     */
    OpenDelegation with(
            CompoundContext cx,
            OpenRequest request,
            FileRef file,
            int shareAccess,
            boolean wasWriting) {
        if (wasWriting && isGivenUnasked(request, shareAccess)) {
            return DelegationWant.none(shareAccess, WhyNoDelegation.CONTENTION);
        }
        return switch (request.claim()) {
            case OpenClaim.Null claim ->
                    anew(cx, request.share().access(), Share.BOTH, file, shareAccess);
            case OpenClaim.Fh claim ->
                    anew(cx, request.share().access(), Share.BOTH, file, shareAccess);
            case OpenClaim.Previous(OpenDelegationType type) -> again(cx, type, file, shareAccess);
            // the client has one, which it is about to return
            default -> DelegationWant.none(shareAccess, WhyNoDelegation.CONTENTION);
        };
    }

    private static boolean isGivenUnasked(OpenRequest request, int shareAccess) {
        return DelegationWant.want(shareAccess) == OpenShare.ACCESS_WANT_NO_PREFERENCE
                && !(request.claim() instanceof OpenClaim.Previous);
    }

    /**
     * A delegation that the client may get.
     *
     * @param access what the file is opened for, if it is
     * @param allowed what the caller may do with the file, and so what its delegation may be for
     */
    OpenDelegation anew(
            CompoundContext cx, int access, int allowed, FileRef file, int shareAccess) {
        int want = DelegationWant.want(shareAccess);
        if (want == OpenShare.ACCESS_WANT_CANCEL) {
            delegations.promises().cancelWant(cx, file);
        }
        DelegationPolicy policy = delegations.policy();
        int most = cx.rule().isReadOnly() ? allowed & Share.READ : allowed;
        List<DelegationKind> kinds = policy.kinds(access, want);
        if (!kinds.isEmpty() && most != Share.BOTH) {
            kinds = kinds.stream().filter(kind -> (kind.access() & ~most) == 0).toList();
        }
        if (kinds.isEmpty()) {
            // the wish to have none, and that for a kind that there is not, go before this reason
            return DelegationWant.none(
                    shareAccess,
                    policy == DelegationPolicy.OFF
                            ? WhyNoDelegation.NOT_SUPP_FTYPE
                            : WhyNoDelegation.WRITE_DELEG_NOT_SUPP_FTYPE);
        }
        Granted granted = delegations.grant(cx, file, kinds);
        if (granted.equals(Granted.No.CONTENTION)
                && DelegationWant.isForLater(shareAccess)
                && delegations.promises().want(cx, file, kinds)) {
            return DelegationWant.PUSHED_LATER;
        }
        if (granted.equals(Granted.No.RESOURCE)
                && DelegationWant.isForRoom(shareAccess)
                && delegations.promises().wantRoom(cx, file, kinds)) {
            return DelegationWant.SIGNALLED_LATER;
        }
        return encoded(granted, shareAccess);
    }

    /** A delegation that the client had before a restart. */
    OpenDelegation again(
            CompoundContext cx, OpenDelegationType type, FileRef file, int shareAccess) {
        if (type.equals(OpenDelegationType.READ)) {
            return encoded(delegations.reclaim(cx, file, DelegationKind.READ), shareAccess);
        }
        if (type.equals(OpenDelegationType.WRITE)) {
            return encoded(delegations.reclaim(cx, file, DelegationKind.WRITE), shareAccess);
        }
        return DelegationWant.none(shareAccess, WhyNoDelegation.CONTENTION);
    }

    private static OpenDelegation encoded(Granted granted, int shareAccess) {
        return switch (granted) {
            case Granted.Yes yes -> encoded(yes);
            case Granted.No no -> DelegationWant.none(shareAccess, no.why());
        };
    }

    /** A delegation that has been given. */
    static OpenDelegation encoded(Granted.Yes given) {
        return switch (given.kind()) {
            case DIRECTORY ->
                    throw new IllegalArgumentException("no OPEN gives a delegation of a directory");
            case READ ->
                    new OpenDelegation.Read(
                            new OpenReadDelegation(
                                    given.stateId(), given.recalled(), ASK_THE_SERVER));
            case WRITE ->
                    new OpenDelegation.Write(
                            new OpenWriteDelegation(
                                    given.stateId(),
                                    given.recalled(),
                                    FLUSH_ON_CLOSE,
                                    ASK_THE_SERVER));
        };
    }
}
