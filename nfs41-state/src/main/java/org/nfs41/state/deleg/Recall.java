package org.nfs41.state.deleg;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.StateId;

/**
 * To be done: a client is to be told to return a delegation, by CB_RECALL.
 *
 * @param clientId whose it is
 * @param file the file
 * @param stateId the delegation
 * @param truncates whether the file is about to be cut to nothing, so that data that was kept back
 *     need not be written
 * @param cause the request that gave it the delegation, or null if it was not given by a reply
 */
public record Recall<F>(
        long clientId, F file, StateId stateId, boolean truncates, @Nullable RequestId cause) {}
