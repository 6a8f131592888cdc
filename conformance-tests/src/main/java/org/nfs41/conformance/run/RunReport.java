package org.nfs41.conformance.run;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A run as reports show it.
 *
 * @param server what was checked
 * @param implementation what the server says it is, empty when it does not say
 * @param started when it began
 * @param took how long it lasted
 * @param interrupted whether it was stopped before all checks had run
 * @param staleEntries ids of the known-failures file that name no check
 * @param results in the order of ids
 */
public record RunReport(
        String server,
        String implementation,
        Instant started,
        Duration took,
        boolean interrupted,
        List<String> staleEntries,
        List<CheckResult> results) {
    /** Takes copies. */
    public RunReport {
        staleEntries = List.copyOf(staleEntries);
        results = List.copyOf(results);
    }

    /** How often each outcome came, all of them listed. */
    public Map<Outcome, Long> counts() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(
                    outcome,
                    results.stream().filter(result -> result.outcome() == outcome).count());
        }
        return counts;
    }

    /** What the run as a whole comes to. */
    public ExitCode exitCode() {
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        boolean failed = results.stream().anyMatch(r -> r.outcome().isUnexpectedFailure());
        if (failed || !staleEntries.isEmpty()) {
            return ExitCode.FAILED;
        }
        boolean inconclusive =
                results.isEmpty()
                        || results.stream().anyMatch(r -> r.outcome() == Outcome.ERROR)
                        || results.stream().allMatch(r -> r.outcome() == Outcome.SKIPPED);
        return inconclusive ? ExitCode.INCONCLUSIVE : ExitCode.OK;
    }
}
