package org.nfs41.benchmarks;

import java.util.Locale;

/** What {@code nfs41 bench} prints at its end. */
final class Table {
    private Table() {}

    static String of(Measurements measurements) {
        StringBuilder table = new StringBuilder();
        line(table, "%n%-44s %10s %8s", "median of " + measurements.rounds(), "ns/op", "B/op");
        for (String name : measurements.names()) {
            line(
                    table,
                    "%-44s %10.1f %8.1f",
                    name,
                    measurements.nanos(name).orElse(Double.NaN),
                    measurements.bytes(name).orElse(Double.NaN));
        }
        line(table, "%n%-52s %8s %8s", "goal", "bound", "is");
        for (Goal goal : Goal.ALL) {
            line(
                    table,
                    "%-52s %s %5.2f %8.2f  %s",
                    goal.what(),
                    goal.atMost() ? "<=" : ">=",
                    goal.bound(),
                    goal.measured().apply(measurements).orElse(Double.NaN),
                    goal.verdict(measurements));
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String format, Object... arguments) {
        table.append(String.format(Locale.ROOT, format + "%n", arguments));
    }
}
