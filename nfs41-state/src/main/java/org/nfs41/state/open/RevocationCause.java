package org.nfs41.state.open;

import org.nfs41.xdr.NfsStatus;

/** Why a server has taken state from a client (RFC 8881 section 8.5). */
public enum RevocationCause {
    /** The lease had lapsed and another client needed what was held (section 8.4.3). */
    LEASE_EXPIRED,

    /** An administrator wanted it. */
    ADMINISTRATIVE,

    /** It was recalled and not returned in time: delegations and layouts. */
    NOT_RETURNED;

    /** What every use of the state id is answered with, until it has been freed. */
    public NfsStatus status() {
        return switch (this) {
            case LEASE_EXPIRED -> NfsStatus.EXPIRED;
            case ADMINISTRATIVE -> NfsStatus.ADMIN_REVOKED;
            case NOT_RETURNED -> NfsStatus.DELEG_REVOKED;
        };
    }
}
