package org.nfs41.benchmarks;

import java.util.List;
import java.util.OptionalDouble;

/** What the rounds of a measurement are summed up by: one that was disturbed does not count. */
public final class Median {
    private Median() {}

    /** The middle one, or the mean of the two in the middle; empty if there are none. */
    public static OptionalDouble of(List<Double> values) {
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }
}
