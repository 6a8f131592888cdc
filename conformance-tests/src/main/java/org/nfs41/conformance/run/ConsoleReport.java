package org.nfs41.conformance.run;

import org.nfs41.conformance.client.Evidence;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints results for people: what is wrong as it is found, and a summary by section of the RFC. */
public final class ConsoleReport {
    /** How much is printed. */
    public enum Verbosity {
        /** Only the summary. */
        QUIET,
        /** Every check that is not as it should be, with the end of its exchange. */
        NORMAL,
        /** Every check, and the whole exchange of those that are not as they should be. */
        VERBOSE
    }

    private static final int EVIDENCE_SHOWN = 6;
    private static final int IDS_SHOWN = 4;
    private static final String MARGIN = "      ";

    private final PrintWriter out;
    private final Verbosity verbosity;
    private final Colors colors;
    private final Sections sections = Sections.load();

    /** Prints to {@code out}. */
    public ConsoleReport(PrintWriter out, Verbosity verbosity, Colors colors) {
        this.out = out;
        this.verbosity = verbosity;
        this.colors = colors;
    }

    /** Prints one result, if it is worth it. */
    public void result(CheckResult result) {
        boolean detailed =
                switch (result.outcome()) {
                    case FAIL, ERROR, XPASS, WARN -> true;
                    case PASS, UNSUPPORTED, SKIPPED, XFAIL -> false;
                };
        if (verbosity == Verbosity.QUIET || (!detailed && verbosity == Verbosity.NORMAL)) {
            return;
        }
        CheckInfo info = result.info();
        out.println(
                colors.outcome(result.outcome(), String.format("%-11s", result.outcome()))
                        + " "
                        + colors.strong(info.id())
                        + "  "
                        + info.check().rule());
        if (detailed) {
            rule(info);
        }
        for (String line : lines(result)) {
            out.println(MARGIN + line);
        }
        if (result.outcome() == Outcome.FAIL || result.outcome() == Outcome.ERROR) {
            evidence(result);
        }
        out.flush();
    }

    private void rule(CheckInfo info) {
        String requirements = String.join(", ", info.check().requirements());
        out.println(
                MARGIN
                        + "RFC 8881 section "
                        + info.sections().stream()
                                .map(this::named)
                                .collect(Collectors.joining(", "))
                        + (requirements.isEmpty() ? "" : "; " + requirements)
                        + "; "
                        + info.level());
    }

    private String named(String section) {
        return section + " (" + sections.subject(section) + ")";
    }

    private List<String> lines(CheckResult result) {
        List<String> lines = new ArrayList<>();
        String message = result.message();
        int expected = message.indexOf(": expected ");
        int got = message.indexOf(", got ");
        boolean split = expected > 0 && got > expected && result.outcome() == Outcome.FAIL;
        if (split) {
            lines.add(message.substring(0, expected));
            lines.add("  expected " + message.substring(expected + ": expected ".length(), got));
            lines.add("  actual   " + message.substring(got + ", got ".length()));
        } else if (!message.isEmpty()) {
            message.lines().forEach(lines::add);
        }
        if (!result.knownReason().isEmpty()) {
            lines.add("listed as known failure: " + result.knownReason());
        }
        return lines;
    }

    private void evidence(CheckResult result) {
        List<Evidence> all = result.evidence();
        int from = verbosity == Verbosity.VERBOSE ? 0 : Math.max(0, all.size() - EVIDENCE_SHOWN);
        int hidden = from + result.dropped();
        if (all.isEmpty()) {
            return;
        }
        out.println(MARGIN + "exchange" + (hidden == 0 ? ":" : " (after " + hidden + " more):"));
        for (Evidence entry : all.subList(from, all.size())) {
            entry.describe()
                    .lines()
                    .forEach(line -> out.println(MARGIN + "  " + colors.faint(line)));
        }
    }

    /** Prints the counts by section and in all. */
    public void summary(RunReport report) {
        out.println();
        sections(report);
        out.println();
        coverage(report);
        out.println();
        for (String stale : report.staleEntries()) {
            out.println("the known-failures file lists " + stale + ", which is no check");
        }
        List<CheckResult> errors =
                report.results().stream().filter(r -> r.outcome() == Outcome.ERROR).toList();
        skipped(report);
        if (!errors.isEmpty()) {
            out.println(
                    "checks that say nothing about the server: "
                            + errors.size()
                            + ", the last for this reason: "
                            + errors.getLast().message().lines().findFirst().orElse(""));
        }
        String counts =
                report.counts().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(e -> colors.outcome(e.getKey(), e.getValue() + " " + e.getKey()))
                        .collect(Collectors.joining(", "));
        String who = report.implementation().isEmpty() ? "" : " (" + report.implementation() + ")";
        out.println(
                report.results().size()
                        + " checks of "
                        + report.server()
                        + who
                        + " in "
                        + report.took().toMillis()
                        + " ms: "
                        + (counts.isEmpty() ? "nothing was run" : counts)
                        + (report.interrupted() ? "; interrupted" : ""));
        out.flush();
    }

    /** What was missing for checks that have not been made. */
    private void skipped(RunReport report) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        for (CheckResult result : report.results()) {
            if (result.outcome() == Outcome.SKIPPED) {
                String reason = result.message().lines().findFirst().orElse("");
                ids.computeIfAbsent(reason, key -> new ArrayList<>()).add(result.info().id());
            }
        }
        ids.forEach((reason, those) -> {
            String which =
                    those.size() <= IDS_SHOWN ? String.join(", ", those) : those.size() + " checks";
            out.println("skipped " + which + ": " + reason);
        });
    }

    private void sections(RunReport report) {
        Map<String, Map<Outcome, Integer>> table = new TreeMap<>(Sections.ORDER);
        for (CheckResult result : report.results()) {
            String section = result.info().sections().getFirst();
            table.computeIfAbsent(section, key -> new EnumMap<>(Outcome.class))
                    .merge(result.outcome(), 1, Integer::sum);
        }
        table.forEach((section, counts) ->
                out.println(
                        String.format("%-14s %-44s ", section, shortened(section))
                                + counts.entrySet().stream()
                                        .map(e ->
                                                colors.outcome(
                                                        e.getKey(),
                                                        e.getValue() + " " + e.getKey()))
                                        .collect(Collectors.joining("  "))));
    }

    /** What these checks look at; statements that no check can show are told apart. */
    private void coverage(RunReport report) {
        Map<String, Coverage> table =
                Coverage.of(report.results().stream().map(CheckResult::info).toList());
        if (table.isEmpty()) {
            return;
        }
        out.println("statements of these sections: asked, checked, not checkable, left");
        table.forEach((section, coverage) -> coverage(section, shortened(section), coverage));
        coverage("", "in all", Coverage.sum(table.values()));
    }

    private void coverage(String section, String subject, Coverage coverage) {
        out.println(
                String.format(
                        "%-14s %-44s %5d %5d %5d %5d",
                        section,
                        subject,
                        coverage.asked(),
                        coverage.checked(),
                        coverage.uncheckable(),
                        coverage.open()));
    }

    private String shortened(String section) {
        String subject = sections.subject(section);
        return subject.length() <= 44 ? subject : subject.substring(0, 41) + "...";
    }
}
