package org.nfs41.benchmarks;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
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
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code nfs41 bench}: runs the JMH benchmarks and prints a table. */
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
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            description = "Which benchmarks, by a part of their names. Default: all")
    private String include = "org.nfs41.benchmarks";

    @Option(names = "--quick", description = "Short and rough: half a minute or so")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes JMH's JSON")
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
        try {
            Collection<RunResult> results = new Runner(options().build()).run();
            if (results.isEmpty()) {
                return EXIT_FAILED;
            }
            print(results);
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
            options.warmupIterations(1)
                    .measurementIterations(2)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementTime(TimeValue.milliseconds(500));
        }
        if (json != null) {
            options.result(json.toString()).resultFormat(ResultFormatType.JSON);
        }
        return options;
    }

    private void print(Collection<RunResult> results) {
        double floor = Double.MAX_VALUE;
        for (RunResult result : results) {
            floor = Math.min(floor, result.getPrimaryResult().getScore());
        }
        StringBuilder table = new StringBuilder();
        table.append(
                String.format("%n%-52s %10s %8s %8s%n", "benchmark", "ns/op", "B/op", "x least"));
        for (RunResult result : results) {
            double score = result.getPrimaryResult().getScore();
            Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
            table.append(
                    String.format(
                            Locale.ROOT,
                            "%-52s %10.1f %8.1f %8.2f%n",
                            name(result),
                            score,
                            bytes == null ? Double.NaN : bytes.getScore(),
                            score / floor));
        }
        commandLine().getOut().print(table);
        commandLine().getOut().flush();
    }

    /** Class, method and parameters without the package. */
    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        StringBuilder name = new StringBuilder(full.substring(full.indexOf("benchmarks.") + 11));
        for (String key : result.getParams().getParamsKeys()) {
            name.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        return name.toString();
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
