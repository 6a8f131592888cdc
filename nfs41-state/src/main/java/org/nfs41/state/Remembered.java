package org.nfs41.state;

import org.nfs41.xdr.Opaque;

import java.util.List;

/**
 * What a server knows when it starts: what makes it the same server as before, and whose state it
 * has lost.
 *
 * @param bootEpoch another one for each incarnation of the server, whatever the clock says
 * @param serverName unique to the server; server owner and scope are made from it, so that clients
 *     find it to be the one they know (RFC 8881 sections 2.10.4 and 8.4.2.1)
 * @param handleKey what filehandles are checked by, 16 bytes
 * @param leaseNanos the longest lease that a client which may reclaim can have been told of; 0 if
 *     there was none
 * @param mayReclaim the clients that may reclaim, at most one for each owner
 */
public record Remembered(
        int bootEpoch,
        Opaque serverName,
        Opaque handleKey,
        long leaseNanos,
        List<KnownClient> mayReclaim) {
    /** Keeps a copy of the list. */
    public Remembered {
        mayReclaim = List.copyOf(mayReclaim);
    }
}
