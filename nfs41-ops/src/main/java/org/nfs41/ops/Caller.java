package org.nfs41.ops;

import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Origin;
import org.nfs41.state.Principal;

/**
 * Who sent a COMPOUND, and over which connection.
 *
 * @param principal whom client ids and slots are bound to
 * @param credentials what file permissions are checked against
 * @param connectionId names the connection; never used again for another one
 * @param origin the peer's address, as far as limits go by it
 */
public record Caller(
        Principal principal, Credentials credentials, long connectionId, Origin origin) {
    /** A caller from nowhere in particular, for COMPOUNDs that do not come over a network. */
    public Caller(Principal principal, Credentials credentials, long connectionId) {
        this(principal, credentials, connectionId, Origin.UNKNOWN);
    }
}
