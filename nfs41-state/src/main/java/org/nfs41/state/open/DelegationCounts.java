package org.nfs41.state.open;

import org.nfs41.state.deleg.DelegationKind;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** How many delegations a client has of each kind. Safe for use by several threads. */
final class DelegationCounts {
    /** One for each kind; not changed after the constructor. */
    private final Map<DelegationKind, AtomicInteger> counts = new EnumMap<>(DelegationKind.class);

    DelegationCounts() {
        for (DelegationKind kind : DelegationKind.values()) {
            counts.put(kind, new AtomicInteger());
        }
    }

    void add(DelegationKind kind, int many) {
        AtomicInteger count = counts.get(kind);
        if (count != null) {
            count.addAndGet(many);
        }
    }

    /** How many there are of all kinds. */
    int all() {
        int all = 0;
        for (AtomicInteger count : counts.values()) {
            all += count.get();
        }
        return all;
    }

    /** How many there are of these kinds. */
    int of(Set<DelegationKind> kinds) {
        int some = 0;
        for (Map.Entry<DelegationKind, AtomicInteger> each : counts.entrySet()) {
            some += kinds.contains(each.getKey()) ? each.getValue().get() : 0;
        }
        return some;
    }

    /** The kinds that there are any of. */
    Set<DelegationKind> kinds() {
        Set<DelegationKind> kinds = EnumSet.noneOf(DelegationKind.class);
        counts.forEach((kind, count) -> {
            if (count.get() > 0) {
                kinds.add(kind);
            }
        });
        return kinds;
    }
}
