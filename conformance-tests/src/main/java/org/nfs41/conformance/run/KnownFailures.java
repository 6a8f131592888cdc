package org.nfs41.conformance.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checks that a server is known to fail. One line each: the id, white space, the reason; {@code
 * #} starts a comment line. An entry that names no check, or one that no longer fails, is an error,
 * so that the list cannot rot.
 *
 * @param reasons by check id, in the order of the file
 */
public record KnownFailures(Map<String, String> reasons) {
    /** No known failures. */
    public static final KnownFailures NONE = new KnownFailures(Map.of());

    /** What a generated file says until somebody knows better. */
    static final String REASON_TO_FILL_IN = "reason not yet examined";

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with a message for the user when a line is wrong
     */
    public static KnownFailures read(Path file) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", 2);
            String where = file + " line " + number + ": ";
            if (parts.length < 2) {
                throw new IllegalArgumentException(where + parts[0] + " is given no reason");
            }
            if (reasons.put(parts[0], parts[1]) != null) {
                throw new IllegalArgumentException(where + parts[0] + " is there twice");
            }
        }
        return new KnownFailures(reasons);
    }

    /** Turns FAIL of a listed check into XFAIL, and PASS or WARN into XPASS. */
    public CheckResult apply(CheckResult result) {
        String reason = reasons.get(result.info().id());
        if (reason == null) {
            return result;
        }
        return switch (result.outcome()) {
            case FAIL -> result.as(Outcome.XFAIL, reason);
            case PASS, WARN -> result.as(Outcome.XPASS, reason);
            default -> result;
        };
    }

    /** Listed ids that name no check of the suite. */
    public List<String> unknownIds(List<CheckInfo> checks) {
        Set<String> ids = checks.stream().map(CheckInfo::id).collect(Collectors.toSet());
        return reasons.keySet().stream().filter(id -> !ids.contains(id)).toList();
    }

    /** Writes a file with every check that failed, keeping the reasons that are known. */
    public static void write(Path file, String server, List<CheckResult> results)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Checks that " + server + " is known to fail: id, reason.");
        for (CheckResult result : results) {
            if (result.outcome() == Outcome.FAIL || result.outcome() == Outcome.XFAIL) {
                String known = result.knownReason();
                lines.add("# " + result.info().check().rule());
                lines.add("# " + result.message().lines().findFirst().orElse(""));
                lines.add(result.info().id() + " " + (known.isEmpty() ? REASON_TO_FILL_IN : known));
            }
        }
        Files.write(file, lines);
    }
}
