package org.nfs41.ops;

import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Origin;
import org.nfs41.state.Principal;

/**
 * Who sent a COMPOUND, and over which connection.
 *
 * @param principal whom client ids and slots are bound to
 * @param credentials what file permissions are checked against
 * @param connectionId names the connection; never used again for another one
 * @param address the peer's address, which exports are limited by
 */
public record Caller(
        Principal principal, Credentials credentials, long connectionId, ClientAddress address) {
    /** A caller from nowhere in particular, for COMPOUNDs that do not come over a network. */
    public Caller(Principal principal, Credentials credentials, long connectionId) {
        this(principal, credentials, connectionId, ClientAddress.NONE);
    }

    /** The peer's address, as far as the limits on clients go by it. */
    public Origin origin() {
        return address.origin();
    }
}
