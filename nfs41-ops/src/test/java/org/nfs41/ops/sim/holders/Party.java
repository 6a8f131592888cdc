package org.nfs41.ops.sim.holders;

/** One client id as the ledger knows it. */
final class Party {
    final long clientId;
    final String owner;

    /** When its lease was last renewed, or began. */
    long renewedAt;

    /** Whether a later incarnation has taken its place, or it has taken leave. */
    boolean gone;

    Party(long clientId, String owner, long renewedAt) {
        this.clientId = clientId;
        this.owner = owner;
        this.renewedAt = renewedAt;
    }
}
