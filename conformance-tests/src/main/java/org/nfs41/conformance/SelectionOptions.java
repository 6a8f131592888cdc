package org.nfs41.conformance;

import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.Selector;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.util.ArrayList;
import java.util.List;

/** Which checks. */
final class SelectionOptions {
    @Option(
            names = {"-s", "--select"},
            paramLabel = "SELECTOR",
            split = ",",
            description = "Only these checks; may be given more than once (default: all).")
    List<String> select = new ArrayList<>();

    @Option(
            names = {"-x", "--exclude"},
            paramLabel = "SELECTOR",
            split = ",",
            description = "Not these checks; may be given more than once.")
    List<String> exclude = new ArrayList<>();

    /** Those of {@code checks} that are asked for; a wrong selector is a usage error. */
    List<CheckInfo> choose(CommandSpec spec, List<CheckInfo> checks) {
        return Selector.select(checks, parse(spec, select), parse(spec, exclude));
    }

    private static List<Selector> parse(CommandSpec spec, List<String> texts) {
        try {
            return texts.stream().map(Selector::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
