package org.nfs41.state.callback;

import org.nfs41.xdr.SessionId;

/**
 * Names one request of a client for ever: no other has the same session, slot and sequence id, but
 * for a sequence id that has come round.
 *
 * @param slotId the slot of the session's fore channel; unsigned
 * @param sequenceId its sequence id there; unsigned
 */
public record RequestId(SessionId sessionId, int slotId, int sequenceId) {}
