package org.nfs41.conformance;

import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.ExitCode;
import org.nfs41.conformance.run.Preflight;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code preflight}: who the server is, and whether checks can run there. */
@Command(
        name = "preflight",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says who the server is, what it supports and what would be skipped.")
final class PreflightCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ServerOptions server;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ServerAddress named = server.address(spec);
        if (named != null) {
            return show(server.environment(spec, named));
        }
        try (EmbeddedServer embedded = EmbeddedServer.start()) {
            return show(server.environment(spec, embedded));
        }
    }

    private int show(CheckEnvironment environment) {
        Preflight preflight = ServerOptions.preflight(spec, environment);
        PrintWriter out = spec.commandLine().getOut();
        preflight.facts().forEach((name, value) -> out.printf("%-38s %s%n", name, value));
        if (preflight.problem() != null) {
            out.flush();
            spec.commandLine().getErr().println("nfs41 check: " + preflight.problem());
            return ExitCode.INCONCLUSIVE.code();
        }
        CheckClasses.all().stream()
                .forEach(check ->
                        Stream.of(check.check().needs())
                                .map(environment::lack)
                                .filter(Objects::nonNull)
                                .limit(1)
                                .forEach(lack ->
                                        out.printf("would skip %-27s %s%n", check.id(), lack)));
        out.flush();
        return ExitCode.OK.code();
    }
}
