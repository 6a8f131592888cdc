package org.nfs41.ops.sim;

import java.util.ArrayList;
import java.util.List;

/** How often what has happened. */
final class Tally {
    private final long[] counts = new long[Happening.values().length];

    void count(Happening what) {
        counts[what.ordinal()]++;
    }

    long of(Happening what) {
        return counts[what.ordinal()];
    }

    void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
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
