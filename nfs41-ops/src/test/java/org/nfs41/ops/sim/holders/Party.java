package org.nfs41.ops.sim.holders;

/** One client id as the ledger knows it. */
final class Party {
    final long clientId;
    final String owner;

    /** Which incarnation of its client it is. */
    final long verifier;

    /** When its lease was last renewed, or began. */
    long renewedAt;

    /** Whether it is of an incarnation of the server that has ended. */
    boolean isOfTheDead;

    /** Whether a later incarnation has taken its place, or it has taken leave. */
    boolean gone;

    Party(long clientId, String owner, long verifier, long renewedAt) {
        this.clientId = clientId;
        this.owner = owner;
        this.verifier = verifier;
        this.renewedAt = renewedAt;
    }
}
