package org.nfs41.conformance;

import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code list}: which checks there are. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists checks and scenarios with section, level, rule and tags.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SelectionOptions selection;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<CheckInfo> checks = selection.choose(spec, CheckClasses.everything());
        for (CheckInfo check : checks) {
            out.println(
                    String.format(
                            "%-9s %-6s %-11s %s [%s]",
                            check.id(),
                            check.level(),
                            check.sections().getFirst(),
                            check.check().rule(),
                            String.join(" ", check.tags())));
        }
        return (checks.isEmpty() ? ExitCode.INCONCLUSIVE : ExitCode.OK).code();
    }
}
