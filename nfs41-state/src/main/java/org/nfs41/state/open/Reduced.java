package org.nfs41.state.open;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

/**
 * What came of an OPEN_DOWNGRADE or a CLOSE.
 *
 * @param status OK, BAD_STATEID, OLD_STATEID; for OPEN_DOWNGRADE also INVAL
 * @param stateId what the operation returns to the client; the invalid one unless the status is OK
 *     and the operation was OPEN_DOWNGRADE
 */
public record Reduced(NfsStatus status, StateId stateId) {
    static Reduced refused(NfsStatus status) {
        return new Reduced(status, StateId.INVALID);
    }
}
