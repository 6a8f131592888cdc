package org.nfs41.benchmarks.load;

import org.nfs41.benchmarks.Median;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What interleaved rounds measured, by target. Ratios are made of two figures of one round: what
 * disturbs the machine for a while disturbs both.
 */
final class Comparison {
    private final Map<String, List<Figures>> rounds = new LinkedHashMap<>();

    /** Adds a round of a target; the first target is the one that is compared with the others. */
    void add(String target, Figures figures) {
        rounds.computeIfAbsent(target, name -> new ArrayList<>()).add(figures);
    }

    /** In the order in which they were added first. */
    List<String> targets() {
        return List.copyOf(rounds.keySet());
    }

    /** All rounds of a target. */
    List<Figures> of(String target) {
        return List.copyOf(rounds.getOrDefault(target, List.of()));
    }

    /** The median over a target's rounds; not a number if it is not known. */
    double median(String target, ToDoubleFunction<Figures> part) {
        return Median.of(of(target).stream().map(part::applyAsDouble).toList()).orElse(Double.NaN);
    }

    /** The first target's part divided by another's, round by round. */
    List<Double> ratios(String other, ToDoubleFunction<Figures> part) {
        List<Figures> above = of(targets().getFirst());
        List<Figures> below = of(other);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
            ratios.add(part.applyAsDouble(above.get(i)) / part.applyAsDouble(below.get(i)));
        }
        return ratios;
    }
}
