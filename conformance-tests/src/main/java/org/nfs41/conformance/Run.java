package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.CheckResult;
import org.nfs41.conformance.run.CheckRunner;
import org.nfs41.conformance.run.ConsoleReport;
import org.nfs41.conformance.run.ExitCode;
import org.nfs41.conformance.run.JUnitReport;
import org.nfs41.conformance.run.JsonReport;
import org.nfs41.conformance.run.KnownFailures;
import org.nfs41.conformance.run.Preflight;
import org.nfs41.conformance.run.Progress;
import org.nfs41.conformance.run.RunReport;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One run with its reports, which are also written when it is interrupted. */
final class Run {
    /**
     * Where reports go, null for those that are not wanted.
     *
     * @param json results as JSON
     * @param junit results as JUnit XML
     * @param knownFailures a new known-failures file
     */
    record Files(@Nullable Path json, @Nullable Path junit, @Nullable Path knownFailures) {}

    private final ConsoleReport console;
    private final KnownFailures known;
    private final List<String> stale;
    private final Files files;
    private final List<CheckResult> results = new ArrayList<>();
    private final Instant started = Instant.now();
    private boolean reported;

    Run(ConsoleReport console, KnownFailures known, List<String> stale, Files files) {
        this.console = console;
        this.known = known;
        this.stale = stale;
        this.files = files;
    }

    /** Runs the checks; {@code terminal} takes the progress line, null when there is none. */
    ExitCode execute(
            CheckEnvironment environment,
            Preflight preflight,
            List<CheckInfo> checks,
            int parallel,
            @Nullable PrintWriter terminal)
            throws IOException {
        Progress progress = progress(terminal, checks.size());
        Thread atExit = new Thread(() -> interrupted(environment, preflight, progress));
        Runtime.getRuntime().addShutdownHook(atExit);
        new CheckRunner(environment, known, parallel).run(checks, result -> add(result, progress));
        RunReport report = report(environment, preflight, false);
        if (report == null) {
            return ExitCode.INTERRUPTED;
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        progress.erase();
        write(report);
        return report.exitCode();
    }

    private static Progress progress(@Nullable PrintWriter terminal, int total) {
        return terminal == null
                ? new Progress(new PrintWriter(java.io.Writer.nullWriter()), false, total)
                : new Progress(terminal, true, total);
    }

    private synchronized void add(CheckResult result, Progress progress) {
        if (!reported) {
            results.add(result);
            progress.before(result);
            console.result(result);
            progress.after();
        }
    }

    private void interrupted(CheckEnvironment environment, Preflight preflight, Progress progress) {
        RunReport report = report(environment, preflight, true);
        if (report == null) {
            return;
        }
        progress.erase();
        try {
            write(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The report, once: whoever comes first of the end of the run and its interruption gets it. */
    private synchronized @Nullable RunReport report(
            CheckEnvironment environment, Preflight preflight, boolean interrupted) {
        if (reported) {
            return null;
        }
        reported = true;
        results.sort(Comparator.comparing(result -> result.info().id()));
        return new RunReport(
                environment.server().toString(),
                preflight.implementation(),
                started,
                Duration.between(started, Instant.now()),
                interrupted,
                stale,
                results);
    }

    private void write(RunReport report) throws IOException {
        console.summary(report);
        if (files.json() != null) {
            JsonReport.write(files.json(), report);
        }
        if (files.junit() != null) {
            JUnitReport.write(files.junit(), report);
        }
        if (files.knownFailures() != null) {
            KnownFailures.write(files.knownFailures(), report.server(), report.results());
        }
    }
}
