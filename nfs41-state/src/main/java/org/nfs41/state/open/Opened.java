package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.List;

/**
 * What came of an OPEN.
 *
 * @param status OK; SHARE_DENIED; DELAY if there are too many opens already (OPEN has no other
 *     error that says so), a delegation is not back yet or what is in the way is about to give way;
 *     EXPIRED if the client was released meanwhile
 * @param stateId the open's state id if the status is OK, else the invalid one
 * @param before the modes that this owner had before, or null if it did not have the file open
 * @param wasWriting whether the client had the file open for writing before, by whatever owner
 * @param revoked the file of each open of it that was revoked for this one, whatever came of it, as
 *     its client named it: those of clients whose lease had lapsed
 */
public record Opened<F>(
        NfsStatus status,
        StateId stateId,
        @Nullable Share before,
        boolean wasWriting,
        List<F> revoked) {
    /** An OPEN that failed. */
    public static <F> Opened<F> refused(NfsStatus status) {
        return new Opened<>(status, StateId.INVALID, null, false, List.of());
    }
}
