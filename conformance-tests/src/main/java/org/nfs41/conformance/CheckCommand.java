package org.nfs41.conformance;

import org.nfs41.conformance.run.ExitCode;
import org.nfs41.conformance.run.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code nfs41 check}: checks a server against RFC 8881. */
@Command(
        name = "nfs41 check",
        mixinStandardHelpOptions = true,
        versionProvider = CheckCommand.VersionText.class,
        sortOptions = false,
        subcommands = {
            CheckCommand.Run.class,
            ListCommand.class,
            ExplainCommand.class,
            PreflightCommand.class,
            CheckCommand.ShowVersion.class
        },
        description = "Checks an NFSv4.1 server against RFC 8881 over the wire.",
        footer = {
            "",
            "Without a subcommand it runs the checks. SELECTOR is an id (SEQ-021), a glob (SEQ-*),",
            "tag:NAME, level:must, rfc:2.10.6 (that section and those under it) or bug:B-014.",
            "",
            "Exit codes:",
            "  0    all as expected",
            "  1    a check failed unexpectedly, or a known failure did not fail or does not exist",
            "  2    wrong usage",
            "  3    inconclusive: server not reachable, nothing selected, or an ERROR",
            "  70   internal error",
            "  130  interrupted; reports hold what was done until then"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final int USAGE_WIDTH = 100;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RunOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private CheckCommand() {}

    /** Runs it and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command, for {@link #main} and for programs that run it without a process of its own. */
    public static CommandLine commandLine() {
        return new CommandLine(new CheckCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler(CheckCommand::usageError)
                .setExecutionExceptionHandler(CheckCommand::internalError);
    }

    @Override
    public Integer call() throws Exception {
        return new RunAction(options, spec).call();
    }

    private static int usageError(CommandLine.ParameterException thrown, String[] args) {
        CommandLine command = thrown.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("nfs41 check: " + thrown.getMessage());
        command.getErr().println("Try '" + name + " --help'.");
        return ExitCode.USAGE.code();
    }

    private static int internalError(
            Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("nfs41 check: internal error, please report it:");
        thrown.printStackTrace(command.getErr());
        return ExitCode.INTERNAL.code();
    }

    /** The default under its own name. */
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            versionProvider = VersionText.class,
            sortOptions = false,
            description = "Runs checks; the default.")
    static final class Run implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private RunOptions options;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            return new RunAction(options, spec).call();
        }
    }

    /** Prints the version. */
    @Command(name = "version", description = "Prints the version.")
    static final class ShowVersion implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().getOut().println(new VersionText().getVersion()[0]);
        }
    }

    /** What {@code --version} prints. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"nfs41 check " + Version.text()};
        }
    }
}
