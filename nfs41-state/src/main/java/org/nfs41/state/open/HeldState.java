package org.nfs41.state.open;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

/**
 * What a state id stands for: something that a client holds of a file (RFC 8881 section 8.2.1).
 * {@link StateIds} finds it, and ends it in the one order that leaves no gap.
 *
 * <p>Changed only under the monitor of its file; {@link #check} needs none.
 */
abstract sealed class HeldState<F> permits OpenState, LockState, DelegationState {
    final ClientStates<F> client;
    final FileOpens<F> file;

    /** The name by which its client came to the file. */
    final F name;

    final long otherHigh;
    final int otherLow;

    HeldState(ClientStates<F> client, FileOpens<F> file, F name, StateId id) {
        this.client = client;
        this.file = file;
        this.name = name;
        this.otherHigh = id.otherHigh();
        this.otherLow = id.otherLow();
    }

    /** Whether a client has it by this name of the file. */
    final boolean isOf(long clientId, F byName) {
        return client.clientId == clientId && name.equals(byName);
    }

    /** The state id with its current seqid. */
    abstract StateId id();

    /**
     * Whether a state id with this seqid may do this (RFC 8881 section 8.2.4).
     *
     * @param access bits of {@link Share}, or {@link Share#NONE} if the modes do not matter
     * @return OK, BAD_STATEID, OLD_STATEID or OPENMODE
     */
    abstract NfsStatus check(int seqid, int access);

    /** What of its client's its state id has a place among, as long as its client knows of it. */
    abstract Places.OfClient places();

    /**
     * Moves its place, as it is being revoked, to where it is in the way of less.
     *
     * @return what of its client's it has a place of from now on
     */
    Places.OfClient placesOnceRevoked() {
        return places();
    }

    /** What ends before this does, as locks do before their open; none of it ends otherwise. */
    abstract Iterable<? extends HeldState<F>> dependentsLocked();

    /** Whether its client may end it by freeing the state id (RFC 8881 section 18.38.3). */
    abstract boolean isFreeableLocked();

    /** Takes it out of its file and its client's states; the state id keeps its place. */
    abstract void leaveLocked();

    /** Makes every further use fail. */
    abstract void endLocked();

    /** Whether every use fails. */
    abstract boolean isEnded();
}
