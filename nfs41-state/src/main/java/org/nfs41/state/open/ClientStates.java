package org.nfs41.state.open;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The state of one client: how much there is, and what to drop when the client goes. */
final class ClientStates<F> {
    final StateHolder holder;
    final long clientId;

    /** All but what ends with a state that is among them, as locks do with their open. */
    final Set<HeldState<F>> states = ConcurrentHashMap.newKeySet();

    /** State ids that were revoked and not freed yet. */
    final Set<RevokedStates.Revoked> revoked = ConcurrentHashMap.newKeySet();

    /** What it takes of the opens: opens and revoked state ids. */
    final Places.OfClient opens;

    /** What it takes of the locks: state ids, revoked ones among them, and locked ranges. */
    final Places.OfClient locks;

    /** What it takes of the delegations. */
    final Places.OfClient delegations;

    /** What it takes of the places for delegations that were revoked and not freed yet. */
    final Places.OfClient lostDelegations;

    /** The delegations that it has. */
    final DelegationCounts held = new DelegationCounts();

    /** Once true, state that was on its way must not stay. */
    volatile boolean released;

    /** Whether it has lost something that it should have returned, and not taken note of it. */
    boolean hasFailedToReturn() {
        for (RevokedStates.Revoked each : revoked) {
            if (each.cause() == RevocationCause.NOT_RETURNED) {
                return true;
            }
        }
        return false;
    }

    ClientStates(
            StateHolder holder,
            Places opens,
            Places locks,
            Places delegations,
            Places lostDelegations) {
        this.holder = holder;
        this.clientId = holder.clientId();
        this.opens = opens.ofClient();
        this.locks = locks.ofClient();
        this.delegations = delegations.ofClient();
        this.lostDelegations = lostDelegations.ofClient();
    }
}
