package org.nfs41.benchmarks;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, by benchmark, in rounds: all benchmarks run one after the other in each round,
 * so that what disturbs the machine for a while disturbs all of them in one round, and no ratio is
 * made of two different moments.
 */
final class Measurements {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final List<Map<String, Figure>> rounds = new ArrayList<>();

    /** One benchmark in one round: time and garbage for each operation. */
    record Figure(double nanos, double bytes) {}

    /** Adds what a run of all benchmarks gave. */
    void add(Collection<RunResult> results) {
        Map<String, Figure> round = new LinkedHashMap<>();
        for (RunResult result : results) {
            Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
            round.put(
                    name(result),
                    new Figure(
                            result.getPrimaryResult().getScore(),
                            bytes == null ? Double.NaN : bytes.getScore()));
        }
        add(round);
    }

    void add(Map<String, Figure> round) {
        rounds.add(round);
    }

    int rounds() {
        return rounds.size();
    }

    /** All benchmarks, in the order in which they ran. */
    List<String> names() {
        return rounds.isEmpty() ? List.of() : List.copyOf(rounds.getFirst().keySet());
    }

    /** The median over the rounds of the time of one operation. */
    OptionalDouble nanos(String name) {
        return median(name, Figure::nanos);
    }

    /** The median over the rounds of the garbage of one operation. */
    OptionalDouble bytes(String name) {
        return median(name, Figure::bytes);
    }

    /** The median over the rounds of one benchmark's time divided by another's. */
    OptionalDouble ratio(String dividend, String divisor) {
        List<Double> ratios = new ArrayList<>();
        for (Map<String, Figure> round : rounds) {
            Figure above = round.get(dividend);
            Figure below = round.get(divisor);
            if (above != null && below != null) {
                ratios.add(above.nanos() / below.nanos());
            }
        }
        return Median.of(ratios);
    }

    private OptionalDouble median(String name, ToDoubleFunction<Figure> part) {
        return Median.of(
                rounds.stream()
                        .filter(round -> round.containsKey(name))
                        .map(round -> part.applyAsDouble(round.get(name)))
                        .toList());
    }

    /** Class, method and parameters without the package. */
    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        StringBuilder name = new StringBuilder(full.substring(full.indexOf("benchmarks.") + 11));
        for (String key : result.getParams().getParamsKeys()) {
            name.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        return name.toString();
    }
}
