package org.nfs41.state.open;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The opens of one client: how many there are, and which to drop when the client goes. */
final class ClientOpens<F> {
    final StateHolder holder;
    final Set<OpenState<F>> states = ConcurrentHashMap.newKeySet();

    /** State ids that were revoked and not freed yet. */
    final Set<RevokedStates.Revoked> revoked = ConcurrentHashMap.newKeySet();

    /** How many places it takes: opens and revoked state ids. */
    final AtomicInteger count = new AtomicInteger();

    /** How many lock state ids and locked ranges it has. */
    final AtomicInteger locks = new AtomicInteger();

    /** Once true, an open that was on its way must not stay. */
    volatile boolean released;

    ClientOpens(StateHolder holder) {
        this.holder = holder;
    }
}
