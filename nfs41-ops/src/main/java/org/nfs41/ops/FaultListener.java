package org.nfs41.ops;

import org.nfs41.xdr.Operation;

/** Hears of exceptions that no handler should have thrown: our own bugs. */
@FunctionalInterface
public interface FaultListener {
    /**
     * An operation threw; its caller got {@code NFS4ERR_SERVERFAULT}. Called by the thread that
     * executes the COMPOUND, so it must not block.
     */
    void unexpected(Operation operation, RuntimeException cause);
}
