package org.nfs41.ops.file;

import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.OpenShare;

/**
 * What an OPEN's share_access says about delegations (RFC 8881 section 18.16.3), and the answer of
 * a server that grants none.
 */
final class DelegationWant {
    /** The bits of share_access that are about delegations. */
    static final int MASK =
            OpenShare.ACCESS_WANT_DELEG_MASK
                    | OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL
                    | OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;

    private DelegationWant() {}

    /** Whether the wish is one of those that exist. */
    static boolean isValid(int shareAccess) {
        return (shareAccess & OpenShare.ACCESS_WANT_DELEG_MASK) <= OpenShare.ACCESS_WANT_CANCEL;
    }

    /** Writes that there is no delegation; with the reason if the client spoke of delegations. */
    static void encodeNone(int shareAccess, XdrWriter out) {
        if ((shareAccess & MASK) == 0) {
            OpenDelegationType.NONE.encode(out);
            return;
        }
        OpenDelegationType.NONE_EXT.encode(out);
        switch (shareAccess & OpenShare.ACCESS_WANT_DELEG_MASK) {
            case OpenShare.ACCESS_WANT_NO_DELEG -> WhyNoDelegation.NOT_WANTED.encode(out);
            case OpenShare.ACCESS_WANT_CANCEL -> WhyNoDelegation.CANCELLED.encode(out);
            default -> WhyNoDelegation.NOT_SUPP_FTYPE.encode(out);
        }
    }
}
