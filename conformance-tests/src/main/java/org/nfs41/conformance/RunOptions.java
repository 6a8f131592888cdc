package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.run.Colors;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** What a run is told. */
final class RunOptions {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    ServerOptions server;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    SelectionOptions selection;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    LinuxOptions linux;

    @Option(
            names = "--known-failures",
            paramLabel = "FILE",
            description = "Checks that are expected to fail: a line for each, id and reason.")
    @Nullable Path knownFailures;

    @Option(
            names = "--write-known-failures",
            paramLabel = "FILE",
            description = "Write such a file from what fails in this run.")
    @Nullable Path writeKnownFailures;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
    @Nullable Path json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML.")
    @Nullable Path junit;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many checks run at a time (default: 4; of scenarios 2).")
    @Nullable Integer parallel;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}).")
    Colors.When color = Colors.When.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the summary only.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print every check, and whole exchanges.")
    boolean verbose;
}
