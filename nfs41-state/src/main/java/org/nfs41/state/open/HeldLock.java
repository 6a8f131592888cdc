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
 * @param yielding whether it, and what else is in the way, is about to give way: its client's lease
 *     has lapsed, but stable storage does not know of it yet
 */
public record HeldLock(
        ByteRange range, boolean exclusive, long clientId, Opaque owner, boolean yielding) {}
