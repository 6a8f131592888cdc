package org.nfs41.state.deleg;

import java.util.List;

/**
 * Whether an operation may go on as far as other clients' delegations are concerned.
 *
 * @param isClear whether none is in the way; if not, the requester is told NFS4ERR_DELAY
 * @param recalls to be sent now
 * @param revoked how many delegations of the file have been revoked for the operation: those of
 *     clients whose lease has lapsed, and those not returned in time
 * @param watched whether holders of delegations have to be told of the change
 */
public record Clearance<F>(
        boolean isClear, List<Recall<F>> recalls, List<F> revoked, boolean watched) {
    private static final Clearance<?> CLEAR = new Clearance<>(true, List.of(), List.of(), false);
    private static final Clearance<?> WATCHED = new Clearance<>(true, List.of(), List.of(), true);

    /** Nothing was in the way. */
    @SuppressWarnings("unchecked") // holds no F
    public static <F> Clearance<F> clear() {
        return (Clearance<F>) CLEAR;
    }

    /** Nothing was in the way, but there are those who have to be told. */
    @SuppressWarnings("unchecked") // holds no F
    public static <F> Clearance<F> clearButWatched() {
        return (Clearance<F>) WATCHED;
    }
}
