package org.nfs41.state;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many clients and sessions each address has: one must not take the room of all others. Used
 * under the client table's lock.
 */
final class Origins {
    /** The clients of one address. */
    private static final class Population {
        /** Oldest first. */
        final Set<ClientRecord> unconfirmed = new LinkedHashSet<>();

        int confirmed;
        int sessions;
    }

    private final Map<Origin, Population> populations = new HashMap<>();

    void addUnconfirmed(ClientRecord record) {
        at(record).unconfirmed.add(record);
    }

    void removeUnconfirmed(ClientRecord record) {
        Population population = at(record);
        population.unconfirmed.remove(record);
        forgetIfEmpty(record.origin(), population);
    }

    void addConfirmed(ClientRecord record) {
        at(record).confirmed++;
    }

    void removeConfirmed(ClientRecord record) {
        Population population = at(record);
        population.confirmed--;
        forgetIfEmpty(record.origin(), population);
    }

    void addSession(ClientRecord record) {
        at(record).sessions++;
    }

    void removeSession(ClientRecord record) {
        Population population = at(record);
        population.sessions--;
        forgetIfEmpty(record.origin(), population);
    }

    int sessions(Origin origin) {
        Population population = populations.get(origin);
        return population == null ? 0 : population.sessions;
    }

    int unconfirmed(Origin origin) {
        Population population = populations.get(origin);
        return population == null ? 0 : population.unconfirmed.size();
    }

    int confirmed(Origin origin) {
        Population population = populations.get(origin);
        return population == null ? 0 : population.confirmed;
    }

    @Nullable ClientRecord oldestUnconfirmed(Origin origin) {
        Population population = populations.get(origin);
        return population == null || population.unconfirmed.isEmpty()
                ? null
                : population.unconfirmed.iterator().next();
    }

    /** Addresses that have any client. */
    int count() {
        return populations.size();
    }

    private Population at(ClientRecord record) {
        return populations.computeIfAbsent(record.origin(), origin -> new Population());
    }

    private void forgetIfEmpty(Origin origin, Population population) {
        if (population.unconfirmed.isEmpty()
                && population.confirmed == 0
                && population.sessions == 0) {
            populations.remove(origin);
        }
    }
}
