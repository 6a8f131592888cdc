package org.nfs41.state.open;

import org.nfs41.state.lock.ByteRange;
import org.nfs41.xdr.Opaque;

/**
 * A lock that stands in another's way.
 *
 * @param range its bytes
 * @param exclusive whether it is a write lock
 * @param clientId the client that holds it
 * @param owner the name of the client's lock owner
 */
public record HeldLock(ByteRange range, boolean exclusive, long clientId, Opaque owner) {}
