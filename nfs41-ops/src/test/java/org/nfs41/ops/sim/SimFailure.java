package org.nfs41.ops.sim;

/** The oracle's verdict on a run. An Error, so that no handler's caller takes it for a bug. */
@SuppressWarnings("serial")
public final class SimFailure extends AssertionError {
    /** A run fails for this reason. */
    public SimFailure(String message) {
        super(message);
    }
}
