package org.nfs41.state.open;

import org.nfs41.xdr.Opaque;

/**
 * An open owner. The client id is that of the session, never the one inside the wire's {@code
 * open_owner4}, which a server must ignore (RFC 8881 section 18.16.3).
 */
record OwnerKey(long clientId, Opaque name) {}
