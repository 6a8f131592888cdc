package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.linux.LinuxMachines;
import org.nfs41.conformance.linux.MachinePool;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** What {@code run} does. */
final class RunAction implements Callable<Integer> {
    private static final int MAX_PARALLEL = 64;
    private static final int PARALLEL_CHECKS = 4;

    /** Each has up to two machines, which keep a processor busy. */
    private static final int PARALLEL_SCENARIOS = 2;

    /** A kernel that is slow to renew on a busy machine must not lose it. */
    private static final Duration KERNELS_LEASE = Duration.ofSeconds(10);

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
        boolean scenarios = options.linux.isGiven();
        options.linux.validate(spec);
        LinuxMachines machines = scenarios ? options.linux.machines(spec) : null;
        List<CheckInfo> chosen =
                options.selection.choose(
                        spec, scenarios ? CheckClasses.scenarios() : CheckClasses.all());
        KnownFailures known = knownFailures();
        if (parallel() < 1 || parallel() > MAX_PARALLEL) {
            throw usage("--parallel is 1 to " + MAX_PARALLEL);
        }
        if (options.quiet && options.verbose) {
            throw usage("--quiet and --verbose exclude each other");
        }
        if (chosen.isEmpty()) {
            boolean others =
                    !scenarios
                            && !options.selection.choose(spec, CheckClasses.scenarios()).isEmpty();
            err.println(
                    "nfs41 check: no check is selected"
                            + (others ? "; scenarios need --linux-client" : ""));
            return ExitCode.INCONCLUSIVE.code();
        }
        ServerAddress named = options.server.address(spec);
        return machines == null
                ? check(named, EmbeddedServer.LEASE, chosen, known, UnaryOperator.identity())
                : withMachines(machines, named, chosen, known);
    }

    private int withMachines(
            LinuxMachines machines,
            @Nullable ServerAddress named,
            List<CheckInfo> chosen,
            KnownFailures known)
            throws IOException {
        Optional<String> obstacle = options.linux.obstacle(machines);
        if (obstacle.isPresent()) {
            err.println("nfs41 check: no Linux client: " + obstacle.get());
            return ExitCode.INCONCLUSIVE.code();
        }
        try (MachinePool pool = options.linux.pool(machines)) {
            // whoever interrupts a run leaves no machine behind
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(pool)));
            return check(named, KERNELS_LEASE, chosen, known, env -> env.with(pool));
        }
    }

    private static void close(MachinePool pool) {
        try {
            pool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks the server that is named, or one of this project's own with this lease. */
    private int check(
            @Nullable ServerAddress named,
            Duration lease,
            List<CheckInfo> chosen,
            KnownFailures known,
            UnaryOperator<CheckEnvironment> more)
            throws IOException {
        if (named != null) {
            return check(more.apply(options.server.environment(spec, named)), chosen, known);
        }
        try (EmbeddedServer server = EmbeddedServer.start(lease)) {
            return check(more.apply(options.server.environment(spec, server)), chosen, known);
        }
    }

    private int check(CheckEnvironment environment, List<CheckInfo> chosen, KnownFailures known)
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
                        known.unknownIds(CheckClasses.everything()),
                        new Run.Files(options.json, options.junit, options.writeKnownFailures));
        return run.execute(environment, preflight, chosen, parallel(), terminal ? err : null)
                .code();
    }

    private int parallel() {
        if (options.parallel != null) {
            return options.parallel;
        }
        return options.linux.isGiven() ? PARALLEL_SCENARIOS : PARALLEL_CHECKS;
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
