package org.nfs41.ops.file;

import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenShare;

/** What an OPEN's share_access says about delegations (RFC 8881 section 18.16.3). */
final class DelegationWant {
    /** The bits of share_access that are about delegations. */
    static final int MASK =
            OpenShare.ACCESS_WANT_DELEG_MASK
                    | OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL
                    | OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;

    /** None now, but it comes by itself when nobody is in the way any more. */
    static final OpenDelegation PUSHED_LATER =
            new OpenDelegation.NoneExt(new OpenNoneDelegation.Contention(true));

    /** None now, but the client is told when there is room. */
    static final OpenDelegation SIGNALLED_LATER =
            new OpenDelegation.NoneExt(new OpenNoneDelegation.Resource(true));

    private static final OpenDelegation NONE = new OpenDelegation.None();

    private DelegationWant() {}

    /** Whether the wish is one of those that exist. */
    static boolean isValid(int shareAccess) {
        return want(shareAccess) <= OpenShare.ACCESS_WANT_CANCEL;
    }

    /** The wish without its options. */
    static int want(int shareAccess) {
        return shareAccess & OpenShare.ACCESS_WANT_DELEG_MASK;
    }

    /** Whether a delegation is wanted also when it can be had only later. */
    static boolean isForLater(int shareAccess) {
        return has(shareAccess, OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED);
    }

    /** Whether the client wants to be told when there is room, if there is none now. */
    static boolean isForRoom(int shareAccess) {
        return has(shareAccess, OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL);
    }

    /** Whether there is this option, which is void without the wish for a delegation. */
    private static boolean has(int shareAccess, int option) {
        int want = want(shareAccess);
        return (shareAccess & option) != 0
                && want != OpenShare.ACCESS_WANT_NO_PREFERENCE
                && want < OpenShare.ACCESS_WANT_NO_DELEG;
    }

    /** No delegation; with the reason if the client spoke of delegations. */
    static OpenDelegation none(int shareAccess, WhyNoDelegation why) {
        return (shareAccess & MASK) == 0 ? NONE : explained(shareAccess, why);
    }

    /** No delegation, and why. */
    static OpenDelegation explained(int shareAccess, WhyNoDelegation why) {
        return new OpenDelegation.NoneExt(
                switch (want(shareAccess)) {
                    case OpenShare.ACCESS_WANT_NO_DELEG ->
                            new OpenNoneDelegation.Plain(WhyNoDelegation.NOT_WANTED);
                    case OpenShare.ACCESS_WANT_CANCEL ->
                            new OpenNoneDelegation.Plain(WhyNoDelegation.CANCELLED);
                    default -> reason(why);
                });
    }

    private static OpenNoneDelegation reason(WhyNoDelegation why) {
        if (why.equals(WhyNoDelegation.CONTENTION)) {
            return new OpenNoneDelegation.Contention(false);
        }
        return why.equals(WhyNoDelegation.RESOURCE)
                ? new OpenNoneDelegation.Resource(false)
                : new OpenNoneDelegation.Plain(why);
    }
}
