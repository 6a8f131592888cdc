package org.nfs41.ops.sim;

import java.util.ArrayList;
import java.util.List;

/** How often what has happened. */
public final class Tally {
    private final Counted[] kinds;
    private final long[] counts;

    /** Nothing has happened yet of what may happen. */
    public Tally(Counted[] kinds) {
        this.kinds = kinds.clone();
        this.counts = new long[kinds.length];
    }

    void count(Counted what) {
        counts[what.ordinal()]++;
    }

    /** How often it has happened. */
    public long of(Counted what) {
        return counts[what.ordinal()];
    }

    /** Adds what has happened in another run. */
    public void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** What has never happened. */
    public List<Counted> missing() {
        List<Counted> missing = new ArrayList<>();
        for (Counted what : kinds) {
            if (of(what) == 0) {
                missing.add(what);
            }
        }
        return missing;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Counted what : kinds) {
            text.append(String.format("%,12d %s%n", of(what), what.words()));
        }
        return text.toString();
    }
}
