package org.nfs41.state.open;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What there is of delegations in all files. Safe for use by several threads. */
final class Delegated<F> {
    /** Those that are being recalled. */
    final Set<DelegationState<F>> recalled = ConcurrentHashMap.newKeySet();

    /** Those of directories whose holders are told of changes. */
    final Set<DelegationState<F>> watching = ConcurrentHashMap.newKeySet();

    /** How many write delegations there are. */
    final AtomicInteger writers = new AtomicInteger();
}
