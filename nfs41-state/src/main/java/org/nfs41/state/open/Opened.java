package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

/**
 * What came of an OPEN.
 *
 * @param status OK; SHARE_DENIED; DELAY if there are too many opens already (OPEN has no other
 *     error that says so) or a delegation is not back yet; EXPIRED if the client was released
 *     meanwhile
 * @param stateId the open's state id if the status is OK, else the invalid one
 * @param before the modes that this owner had before, or null if it did not have the file open
 * @param revoked how many opens of the same file were revoked for this one, whatever came of it:
 *     those of clients whose lease had lapsed
 */
public record Opened(NfsStatus status, StateId stateId, @Nullable Share before, int revoked) {
    /** An OPEN that failed. */
    public static Opened refused(NfsStatus status) {
        return new Opened(status, StateId.INVALID, null, 0);
    }
}
