package org.nfs41.conformance.oracle;

import org.nfs41.conformance.run.CheckResult;
import org.nfs41.conformance.run.Outcome;
import org.nfs41.xdr.NfsStatus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which errors of RFC 8881 section 15.2 operations have answered in a run of all checks, and why
 * the others have not.
 */
final class ErrorCoverage {
    private static final OperationErrors TABLE = OperationErrors.load();

    /**
     * Why some errors are not to be seen.
     *
     * @param operation whose, {@code *} for every operation that has no reason of its own
     * @param errors without NFS4ERR_, {@code *} for all
     * @param reason the reason
     */
    record Excuse(String operation, Set<String> errors, String reason) {
        boolean covers(String op, String error) {
            return (operation.equals("*") || operation.equals(op))
                    && (errors.contains("*") || errors.contains(error));
        }
    }

    private final Map<String, Set<String>> seen = new TreeMap<>();
    private final Map<String, Set<String>> missing = new TreeMap<>();
    private final List<Excuse> excuses;

    ErrorCoverage(List<CheckResult> results, List<Excuse> excuses) {
        this.excuses = excuses;
        for (String operation : TABLE.operations()) {
            seen.put(operation, new TreeSet<>());
            missing.put(operation, new TreeSet<>(TABLE.of(operation)));
        }
        results.stream()
                .filter(ErrorCoverage::holds)
                .flatMap(result -> result.seen().stream())
                .filter(one -> !one.status().equals(NfsStatus.OK))
                .filter(one -> TABLE.allows(one.operation(), one.status()))
                .forEach(this::add);
    }

    private static boolean holds(CheckResult result) {
        return result.outcome() == Outcome.PASS || result.outcome() == Outcome.WARN;
    }

    private void add(OperationStatus one) {
        String operation = one.operation().toString();
        String error = one.status().toString().replaceFirst("^NFS4ERR_", "");
        Objects.requireNonNull(seen.get(operation)).add(error);
        Objects.requireNonNull(missing.get(operation)).remove(error);
    }

    /** The reasons that come with the tests. */
    static List<Excuse> excuses() {
        try (InputStream in = ErrorCoverage.class.getResourceAsStream("errors-not-covered.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .flatMap(row ->
                            Arrays.stream(row[0].split(" ", -1))
                                    .map(operation ->
                                            new Excuse(
                                                    operation,
                                                    Set.of(row[1].split(" ", -1)),
                                                    row[2])))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Errors that no check has seen and for which there is no reason. */
    List<String> unexplained() {
        List<String> found = new ArrayList<>();
        missing.forEach((operation, errors) ->
                errors.stream()
                        .filter(error -> reason(operation, error).isEmpty())
                        .forEach(error -> found.add(operation + " " + error)));
        return found;
    }

    /**
     * Reasons for errors that have been seen or are not in the table. One for every operation is
     * right as long as one of them needs it, as races decide on some.
     */
    List<String> unneeded() {
        List<String> found = new ArrayList<>();
        for (Excuse excuse : excuses) {
            for (String error : excuse.errors()) {
                boolean needed =
                        missing.entrySet().stream()
                                .anyMatch(entry ->
                                        entry.getValue().stream()
                                                .anyMatch(each ->
                                                        (error.equals("*") || error.equals(each))
                                                                && excuse.covers(
                                                                        entry.getKey(), each)));
                if (!needed) {
                    found.add(excuse.operation() + " " + error);
                }
            }
        }
        return found;
    }

    private String reason(String operation, String error) {
        return excuses.stream()
                .filter(excuse -> excuse.covers(operation, error))
                .map(Excuse::reason)
                .findFirst()
                .orElse("");
    }

    /** For people: how many errors of each operation have been seen, and the others by reason. */
    String describe() {
        StringBuilder text = new StringBuilder();
        missing.forEach((operation, errors) -> {
            int covered = Objects.requireNonNull(seen.get(operation)).size();
            text.append(
                    "  %-20s %2d of %2d%n".formatted(operation, covered, covered + errors.size()));
            Map<String, List<String>> byReason = new LinkedHashMap<>();
            errors.forEach(error ->
                    byReason.computeIfAbsent(reason(operation, error), key -> new ArrayList<>())
                            .add(error));
            byReason.forEach((reason, each) ->
                    text.append(
                            "      %s: %s%n"
                                    .formatted(
                                            String.join(" ", each),
                                            reason.isEmpty() ? "NO REASON" : reason)));
        });
        return text.toString();
    }
}
