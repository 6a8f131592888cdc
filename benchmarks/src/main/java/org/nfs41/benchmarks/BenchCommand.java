package org.nfs41.benchmarks;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;

/** {@code nfs41 bench}: runs the JMH benchmarks, prints a table and which goals are met. */
@Command(
        name = "nfs41 bench",
        description =
                "Measures what runs within one process: SEQUENCE in the state machines, COMPOUNDs"
                    + " without sockets. Times are noisy on a busy machine: compare the ratios of"
                    + " one run.%n",
        mixinStandardHelpOptions = true,
        version = "nfs41 0.1.0",
        sortOptions = false,
        footerHeading = "%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "2:bad usage, or no such benchmark", "70:a benchmark failed"})
public final class BenchCommand implements Callable<Integer> {
    private static final int EXIT_FAILED = 70;

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            description = "Which benchmarks, by a part of their names. Default: all")
    private String include = "org.nfs41.benchmarks";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often all of them are run, each time in fresh processes; medians are"
                            + " printed. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--quick", description = "Short and rough: one round of a minute or so")
    private boolean quick;

    @Option(
            names = "--idle-sessions",
            paramLabel = "N",
            description =
                    "Only makes so many sessions, each of a client of its own, and says what heap"
                            + " they take")
    private int idleSessions;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also writes JMH's JSON, of the last round")
    private @Nullable Path json;

    @Spec private @Nullable CommandSpec spec;

    /** For the command line's parser. */
    public BenchCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(newCommandLine().execute(args));
    }

    /** The command with its parser; usage errors are one line and exit code 2. */
    static CommandLine newCommandLine() {
        return new CommandLine(new BenchCommand())
                .setParameterExceptionHandler(BenchCommand::usageError);
    }

    @Override
    public Integer call() {
        if (idleSessions > 0) {
            commandLine()
                    .getOut()
                    .printf(
                            "%d idle sessions of 64 slots: %d bytes each%n",
                            idleSessions, IdleSessions.bytesEach(idleSessions));
            return ExitCode.OK;
        }
        if (rounds < 1) {
            throw new ParameterException(commandLine(), "--rounds is at least 1");
        }
        try {
            Measurements measurements = new Measurements();
            while (measurements.rounds() < (quick ? 1 : rounds)) {
                Collection<RunResult> results = new Runner(options().build()).run();
                if (results.isEmpty()) {
                    return EXIT_FAILED;
                }
                measurements.add(results);
            }
            commandLine().getOut().print(Table.of(measurements));
            commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (NoBenchmarksException e) {
            throw new ParameterException(
                    commandLine(), "no benchmark's name matches '" + include + "'");
        } catch (RunnerException e) {
            commandLine().getErr().println("nfs41 bench: " + e);
            return EXIT_FAILED;
        }
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(include)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.NORMAL);
        if (quick) {
            options.warmupIterations(2)
                    .measurementIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementTime(TimeValue.milliseconds(500));
        }
        if (json != null) {
            options.result(json.toString()).resultFormat(ResultFormatType.JSON);
        }
        return options;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("the parser sets it");
        }
        return spec.commandLine();
    }

    private static int usageError(ParameterException e, String[] args) {
        e.getCommandLine()
                .getErr()
                .println("nfs41 bench: " + e.getMessage() + " (see nfs41 bench --help)");
        e.getCommandLine().getErr().flush();
        return ExitCode.USAGE;
    }
}
