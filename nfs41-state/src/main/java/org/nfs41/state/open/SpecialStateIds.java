package org.nfs41.state.open;

import org.nfs41.xdr.StateId;

/**
 * State ids that name no state (RFC 8881 section 8.2.3): those whose {@code other} is all zeros or
 * all ones. {@link StateId} has the four that mean something.
 */
public final class SpecialStateIds {
    private SpecialStateIds() {}

    /** Whether {@code id} has an {@code other} that is never given to state. */
    public static boolean isReserved(StateId id) {
        return id.sameOther(StateId.ANONYMOUS) || id.sameOther(StateId.READ_BYPASS);
    }

    /**
     * Whether a use of {@code id} is one that opens of the file can deny: it stands for no open of
     * its own, and does not bypass the others.
     */
    public static boolean isDeniable(StateId id, StateUse use) {
        boolean bypasses = use == StateUse.READ && id.equals(StateId.READ_BYPASS);
        return isReserved(id) && !bypasses && use.access() != Share.NONE;
    }
}
