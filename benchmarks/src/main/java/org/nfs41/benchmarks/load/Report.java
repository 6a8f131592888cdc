package org.nfs41.benchmarks.load;

import org.nfs41.benchmarks.Median;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What {@code nfs41 load} prints and writes at its end. */
final class Report {
    /** Grows when a member of the JSON changes its meaning or goes away. */
    private static final int FORMAT = 1;

    private static final double MANY = 100;

    private final Scenario scenario;
    private final Shape shape;
    private final double seconds;
    private final Comparison comparison;

    Report(Scenario scenario, Shape shape, double seconds, Comparison comparison) {
        this.scenario = scenario;
        this.shape = shape;
        this.seconds = seconds;
        this.comparison = comparison;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        List<String> targets = comparison.targets();
        int width = targets.stream().mapToInt(String::length).max().orElse(0);
        String name = "%-" + Math.max(width, "requests/s".length()) + "s";
        line(
                table,
                "%n%s, %s (connections x requests at a time), medians of %d rounds of %.1f s%n",
                scenario,
                shape,
                comparison.of(targets.getFirst()).size(),
                seconds);
        line(
                table,
                name + " %10s %8s %9s %9s %9s %9s %9s %9s",
                "",
                "requests/s",
                "MB/s",
                "p50 us",
                "p99 us",
                "p99.9 us",
                "max us",
                "server us",
                "load us");
        for (String target : targets) {
            line(
                    table,
                    name + " %,10.0f %8s %9s %9s %9s %9s %9s %9s",
                    target,
                    comparison.median(target, Figures::requestsPerSecond),
                    number(target, Figures::megabytesPerSecond),
                    number(target, Figures::medianMicros),
                    number(target, Figures::p99Micros),
                    number(target, Figures::p999Micros),
                    number(target, Figures::maxMicros),
                    number(target, Figures::serverMicros),
                    number(target, Figures::generatorMicros));
        }
        for (String other : targets.subList(1, targets.size())) {
            line(
                    table,
                    "%n%s, times %s: median, least and most, rounds",
                    targets.getFirst(),
                    other);
            ratios(table, name, "requests/s", other, Figures::requestsPerSecond);
            ratios(table, name, "p50 us", other, Figures::medianMicros);
            ratios(table, name, "p99 us", other, Figures::p99Micros);
            ratios(table, name, "server us", other, Figures::serverMicros);
        }
        line(table, "");
        line(table, "'server us' and 'load us': processor time for each request, of the server");
        line(table, "and of this program.");
        explainTimes(table);
        return table.toString();
    }

    private void explainTimes(StringBuilder table) {
        if (shape.isOpenLoop()) {
            line(
                    table,
                    "Open loop: %,.0f requests a second were due. The other times",
                    shape.rate());
            line(
                    table,
                    "count from when a request was due, not from when there was a slot for it.");
        } else {
            line(table, "Closed loop: the next request leaves when the last one on its slot is");
            line(table, "answered. The other times are what such requests took; while a server");
            line(table, "stalls it gets no new ones: clients that do not wait see worse (--rate).");
        }
    }

    private String number(String target, ToDoubleFunction<Figures> part) {
        double value = comparison.median(target, part);
        if (Double.isNaN(value) || value == 0) {
            return "-";
        }
        return String.format(Locale.ROOT, value < MANY ? "%.1f" : "%,.0f", value);
    }

    private void ratios(
            StringBuilder table,
            String name,
            String what,
            String other,
            ToDoubleFunction<Figures> part) {
        List<Double> ratios = comparison.ratios(other, part);
        if (ratios.stream().anyMatch(ratio -> !Double.isFinite(ratio))) {
            return;
        }
        line(
                table,
                name + " %10.2f %8.2f %9.2f   %s",
                what,
                Median.of(ratios).orElse(Double.NaN),
                Collections.min(ratios),
                Collections.max(ratios),
                ratios.stream()
                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .collect(Collectors.joining(" ")));
    }

    /** For {@code --json}: every round of every target. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("scenario", scenario.toString());
        map.put("connections", shape.connections());
        map.put("depth", shape.depth());
        map.put("threads", shape.threads());
        if (shape.isOpenLoop()) {
            map.put("rate", shape.rate());
        }
        map.put("seconds", seconds);
        List<Object> targets = new ArrayList<>();
        for (String target : comparison.targets()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("target", target);
            entry.put("rounds", comparison.of(target).stream().map(Figures::toMap).toList());
            targets.add(entry);
        }
        map.put("targets", targets);
        return map;
    }

    private static void line(StringBuilder table, String format, Object... arguments) {
        table.append(String.format(Locale.ROOT, format + "%n", arguments));
    }
}
