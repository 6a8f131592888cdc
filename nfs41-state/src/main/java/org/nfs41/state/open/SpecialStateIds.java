package org.nfs41.state.open;

import org.nfs41.xdr.StateId;

/**
 * State ids that name no state but have a meaning of their own (RFC 8881 section 8.2.3). Those
 * whose {@code other} is all zeros or all ones and which are none of these mean nothing.
 */
public final class SpecialStateIds {
    /** All zeros: I/O without an open. */
    public static final StateId ANONYMOUS = new StateId(0, 0, 0);

    /** All ones: a READ that share reservations do not stop; else the same as anonymous. */
    public static final StateId READ_BYPASS = new StateId(-1, -1, -1);

    /** The state id that an earlier operation of the COMPOUND returned. */
    public static final StateId CURRENT = new StateId(1, 0, 0);

    /** Never valid: what CLOSE returns. */
    public static final StateId INVALID = new StateId(-1, 0, 0);

    private SpecialStateIds() {}

    /** Whether {@code id} has an {@code other} that is never given to state. */
    public static boolean isReserved(StateId id) {
        return id.otherHigh() == 0 && id.otherLow() == 0
                || id.otherHigh() == -1 && id.otherLow() == -1;
    }
}
