package org.nfs41.ops.sim.holders;

import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.StateId;

/** A delegation as the ledger has it: what has been seen of it on the wire. */
final class Hold {
    static final long NEVER = Long.MAX_VALUE;

    final StateId id;
    final DelegationKind kind;
    final long file;
    final Party party;
    final long givenAt;

    /** Since when somebody, or something, is known to want it back; NEVER if nobody does. */
    long wantedSince = NEVER;

    /** Whether it was given by a call, whose outcome the server may not get to know. */
    boolean pushed;

    /**
     * Whether somebody wanted it while its holder was silent for a lease, so that it may be lost.
     */
    boolean mayBeLost;

    /** Whether its holder is told of changes, so that they do not forbid it. */
    boolean notified;

    boolean recallSent;

    /** Whether its holder has got a recall. */
    boolean recallCame;

    /** Returned, or ended with its client. */
    boolean over;

    /** When it was taken for the sake of somebody else, or found to be; NEVER if it was not. */
    long takenAt = NEVER;

    /** Whether its holder has freed it, and need not be told any more. */
    boolean freed;

    Hold(StateId id, DelegationKind kind, long file, Party party, long givenAt) {
        this.id = id;
        this.kind = kind;
        this.file = file;
        this.party = party;
        this.givenAt = givenAt;
    }

    boolean isTaken() {
        return takenAt != NEVER;
    }

    @Override
    public String toString() {
        return "%s delegation of file %d of %s".formatted(kind, file, party.owner);
    }
}
