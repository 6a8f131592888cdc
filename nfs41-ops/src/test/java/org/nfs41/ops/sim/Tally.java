package org.nfs41.ops.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often what has happened. */
final class Tally {
    private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);

    void count(Happening what) {
        counts.merge(what, 1L, Long::sum);
    }

    long of(Happening what) {
        return counts.getOrDefault(what, 0L);
    }

    void add(Tally other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    List<Happening> missing() {
        List<Happening> missing = new ArrayList<>();
        for (Happening what : Happening.values()) {
            if (of(what) == 0) {
                missing.add(what);
            }
        }
        return missing;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Happening what : Happening.values()) {
            text.append(String.format("%,12d %s%n", of(what), what.words()));
        }
        return text.toString();
    }
}
