package org.nfs41.state.open;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The opens of one client: how many there are, and which to drop when the client goes. */
final class ClientOpens<F> {
    final Set<OpenState<F>> states = ConcurrentHashMap.newKeySet();
    final AtomicInteger count = new AtomicInteger();

    /** Once true, an open that was on its way must not stay. */
    volatile boolean released;
}
