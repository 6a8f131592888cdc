package org.nfs41.benchmarks.load;

import org.nfs41.conformance.run.Json;
import org.nfs41.conformance.run.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code nfs41 load}: drives NFSv4.1 servers over the wire and says how fast they are. */
@Command(
        name = "nfs41 load",
        mixinStandardHelpOptions = true,
        versionProvider = LoadCommand.VersionText.class,
        sortOptions = false,
        description =
                "Sends a server the same requests as fast as it answers them, checks every reply,"
                        + " and compares servers in rounds. Files that it makes in the export are"
                        + " named nfs41-load.*, and removed.%n",
        footerHeading = "%n",
        footer = {
            "Pin server and generator to different processors, or the scheduler decides:",
            "  taskset -c 0,1 ./nfs41 serve --port 12049",
            "  taskset -c 2,3 ./nfs41 load 127.0.0.1:12049:/export getattr \\",
            "      --against limit --limit-cpus 0,1"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:a reply was wrong or missing",
            "2:bad usage, or no C compiler for the limit",
            "3:the server cannot be reached, or does not grant what the scenario needs",
            "130:interrupted"
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int EXIT_WRONG = 1;
    private static final int EXIT_INCONCLUSIVE = 3;
    private static final int EXIT_INTERRUPTED = 130;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private LoadOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private LoadCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(newCommandLine().execute(args));
    }

    /** The command with its parser; usage errors are one line and exit code 2. */
    static CommandLine newCommandLine() {
        return new CommandLine(new LoadCommand())
                .setParameterExceptionHandler(LoadCommand::usageError);
    }

    @Override
    public Integer call() throws IOException {
        try (Interruption interruption = new Interruption();
                Targets targets = targets()) {
            Comparison comparison = measure(targets.all(), interruption);
            Report report =
                    new Report(
                            Scenario.of(options.scenario),
                            options.shape(),
                            options.seconds,
                            comparison);
            spec.commandLine().getOut().print(report.table());
            spec.commandLine().getOut().flush();
            if (options.json != null) {
                Files.writeString(options.json, Json.write(report.toMap()));
            }
            return ExitCode.OK;
        } catch (WrongReply e) {
            return failed(EXIT_WRONG, "wrong reply from " + e.getMessage());
        } catch (SetUpFailure e) {
            return failed(EXIT_INCONCLUSIVE, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            return failed(EXIT_INTERRUPTED, "interrupted");
        }
    }

    private Targets targets() throws SetUpFailure {
        try {
            options.judge();
            return Targets.of(options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The first round warms up this program and the servers, and does not count. */
    private Comparison measure(List<Target> targets, Interruption interruption)
            throws WrongReply, SetUpFailure, InterruptedException {
        Comparison comparison = new Comparison();
        for (int round = 0; round <= options.rounds; round++) {
            for (Target target : targets) {
                LoadRun run = new LoadRun(target, options.shape(), interruption);
                Figures figures = run.run(options.warmUpTime(), options.measured());
                if (round > 0) {
                    comparison.add(target.label(), figures);
                } else if (!target.note().isEmpty()) {
                    say(target.note());
                }
            }
        }
        return comparison;
    }

    private int failed(int exitCode, String why) {
        say(why);
        return exitCode;
    }

    private void say(String text) {
        spec.commandLine().getErr().println("nfs41 load: " + text);
        spec.commandLine().getErr().flush();
    }

    private static int usageError(ParameterException e, String[] args) {
        e.getCommandLine()
                .getErr()
                .println("nfs41 load: " + e.getMessage() + " (see nfs41 load --help)");
        e.getCommandLine().getErr().flush();
        return ExitCode.USAGE;
    }

    /** What {@code --version} prints. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"nfs41 load " + Version.text()};
        }
    }
}
