package org.nfs41.state;

import org.nfs41.xdr.SessionId;

/**
 * A session whose client is to be asked to use fewer slots, as it does not hear of that by its own
 * requests (RFC 8881 section 20.8).
 *
 * @param target the highest slot that it should use
 */
public record SlotRecall(SessionId sessionId, long clientId, int target) {}
