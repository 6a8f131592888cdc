package org.nfs41.state.notify;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.StateId;

/**
 * A delegation of a directory whose holder is told of changes.
 *
 * @param file the directory
 * @param clientId whose it is
 * @param stateId the delegation
 * @param cause the request that gave it
 * @param notices what there is to tell
 */
public record Watch<F>(
        F file, long clientId, StateId stateId, @Nullable RequestId cause, Notices notices) {}
