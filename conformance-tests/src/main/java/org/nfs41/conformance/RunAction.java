package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.Colors;
import org.nfs41.conformance.run.ConsoleReport;
import org.nfs41.conformance.run.ExitCode;
import org.nfs41.conformance.run.KnownFailures;
import org.nfs41.conformance.run.Preflight;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What {@code run} does. */
final class RunAction implements Callable<Integer> {
    private static final int MAX_PARALLEL = 64;

    private final RunOptions options;
    private final CommandSpec spec;
    private final PrintWriter out;
    private final PrintWriter err;

    RunAction(RunOptions options, CommandSpec spec) {
        this.options = options;
        this.spec = spec;
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    @Override
    public Integer call() throws IOException {
        List<CheckInfo> all = CheckClasses.all();
        List<CheckInfo> chosen = options.selection.choose(spec, all);
        KnownFailures known = knownFailures();
        if (options.parallel < 1 || options.parallel > MAX_PARALLEL) {
            throw usage("--parallel is 1 to " + MAX_PARALLEL);
        }
        if (options.quiet && options.verbose) {
            throw usage("--quiet and --verbose exclude each other");
        }
        if (chosen.isEmpty()) {
            err.println("nfs41 check: no check is selected");
            return ExitCode.INCONCLUSIVE.code();
        }
        ServerAddress named = options.server.address(spec);
        if (named != null) {
            return check(options.server.environment(spec, named), all, chosen, known);
        }
        try (EmbeddedServer server = EmbeddedServer.start()) {
            return check(options.server.environment(spec, server), all, chosen, known);
        }
    }

    private int check(
            CheckEnvironment environment,
            List<CheckInfo> all,
            List<CheckInfo> chosen,
            KnownFailures known)
            throws IOException {
        Preflight preflight = ServerOptions.preflight(spec, environment);
        if (preflight.problem() != null) {
            err.println("nfs41 check: " + preflight.problem());
            return ExitCode.INCONCLUSIVE.code();
        }
        boolean terminal = isTerminal();
        Colors colors = Colors.of(options.color, terminal, System.getenv("NO_COLOR") != null);
        Run run =
                new Run(
                        new ConsoleReport(out, verbosity(), colors),
                        known,
                        known.unknownIds(all),
                        new Run.Files(options.json, options.junit, options.writeKnownFailures));
        return run.execute(environment, preflight, chosen, options.parallel, terminal ? err : null)
                .code();
    }

    @SuppressWarnings("SystemConsoleNull") // it is null when standard input is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private ConsoleReport.Verbosity verbosity() {
        if (options.quiet) {
            return ConsoleReport.Verbosity.QUIET;
        }
        return options.verbose ? ConsoleReport.Verbosity.VERBOSE : ConsoleReport.Verbosity.NORMAL;
    }

    private KnownFailures knownFailures() {
        @Nullable Path file = options.knownFailures;
        if (file == null) {
            return KnownFailures.NONE;
        }
        try {
            return KnownFailures.read(file);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw usage("cannot read " + file + ": " + e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
