package org.nfs41.state;

import org.nfs41.xdr.Opaque;

/** What a server writes down for the time after its next restart (RFC 8881 section 8.4.3). */
public sealed interface StableRecord {
    /**
     * The client may hold state: after a restart it may reclaim. Replaces what was written of the
     * same owner.
     */
    record MayReclaim(KnownClient client) implements StableRecord {}

    /**
     * State of the client has been, or is about to be, taken from it, and it has not acknowledged
     * that: after a restart it may not reclaim.
     *
     * @param owner its co_ownerid
     */
    record Revoked(Opaque owner) implements StableRecord {}

    /**
     * The client is gone, or holds nothing, or did not come back in time after a restart.
     *
     * @param owner its co_ownerid
     */
    record Gone(Opaque owner) implements StableRecord {}

    /**
     * How long leases are: the next grace period must not be shorter (section 8.4.2.1).
     *
     * @param nanos the lease in nanoseconds, positive
     */
    record Lease(long nanos) implements StableRecord {}
}
