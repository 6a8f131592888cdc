package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

/**
 * What came of a LOCK or LOCKU.
 *
 * @param status OK, BAD_STATEID, OLD_STATEID; DELAY if there are too many locks already (there is
 *     no other error that says so); for LOCK also OPENMODE and DENIED
 * @param stateId what the operation returns to the client; the invalid one unless the status is OK
 * @param denied what stands in the way, if the status is DENIED
 */
public record Locked(NfsStatus status, StateId stateId, @Nullable HeldLock denied) {
    static Locked done(StateId stateId) {
        return new Locked(NfsStatus.OK, stateId, null);
    }

    /** A LOCK or LOCKU that failed, but not because of another lock. */
    public static Locked refused(NfsStatus status) {
        return new Locked(status, StateId.INVALID, null);
    }

    static Locked denied(HeldLock by) {
        return new Locked(NfsStatus.DENIED, StateId.INVALID, by);
    }
}
