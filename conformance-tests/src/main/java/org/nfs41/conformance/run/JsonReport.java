package org.nfs41.conformance.run;

import org.nfs41.conformance.client.Evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a run as JSON: what other tools read, and what two runs are compared by. */
public final class JsonReport {
    /** Grows when a member changes its meaning or goes away. */
    static final int FORMAT = 1;

    private JsonReport() {}

    /** Writes the file. */
    public static void write(Path file, RunReport report) throws IOException {
        Files.writeString(file, Json.write(toMap(report)));
    }

    private static Map<String, Object> toMap(RunReport report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("suite", Version.text());
        map.put("server", report.server());
        map.put("implementation", report.implementation());
        map.put("started", report.started());
        map.put("millis", report.took().toMillis());
        map.put("interrupted", report.interrupted());
        map.put("exitCode", report.exitCode().code());
        map.put("counts", report.counts());
        map.put("staleKnownFailures", report.staleEntries());
        map.put("checks", report.results().stream().map(JsonReport::toMap).toList());
        return map;
    }

    private static Map<String, Object> toMap(CheckResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", result.info().id());
        map.put("outcome", result.outcome());
        map.put("level", result.info().level());
        map.put("rule", result.info().check().rule());
        map.put("sections", result.info().sections());
        map.put("requirements", List.of(result.info().check().requirements()));
        map.put("bugs", List.of(result.info().check().bugs()));
        map.put("tags", List.copyOf(result.info().tags()));
        map.put("millis", result.took().toMillis());
        map.put("message", result.message());
        map.put("knownReason", result.knownReason());
        if (result.outcome() != Outcome.PASS) {
            map.put("evidenceDropped", result.dropped());
            map.put(
                    "evidence",
                    result.evidence().stream()
                            .map(Evidence::describe)
                            .collect(Collectors.toList()));
        }
        return map;
    }
}
