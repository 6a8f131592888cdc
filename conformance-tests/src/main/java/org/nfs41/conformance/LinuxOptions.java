package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.linux.LinuxMachines;
import org.nfs41.conformance.linux.MachinePool;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.util.Optional;
import java.util.stream.Collectors;

/** Which Linux clients, if any. */
final class LinuxOptions {
    @Option(
            names = "--linux-client",
            paramLabel = "KIND",
            description =
                    "Run the scenarios (LINUX-*) instead of the checks of the wire: Linux kernels"
                            + " mount the server. KIND is docker (containers) or uml (User-Mode"
                            + " Linux on this machine).")
    @Nullable String kind;

    @Option(
            names = "--linux-kernel",
            paramLabel = "WHICH",
            description =
                    "Another Linux than KIND's own: for uml a folder made by"
                            + " conformance-tests/servers/get-kernel, for docker an image.")
    @Nullable String kernel;

    /** Whether the scenarios are asked for. */
    boolean isGiven() {
        return kind != null;
    }

    /** What starts the machines; a kind that there is not is a usage error. */
    LinuxMachines machines(CommandSpec spec) {
        String wanted = String.valueOf(kind);
        return LinuxMachines.named(wanted)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "'%s' is no kind of Linux client; there are: %s"
                                        .formatted(
                                                wanted,
                                                LinuxMachines.all().stream()
                                                        .map(LinuxMachines::name)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))));
    }

    /** Why there can be none of these, empty if there can. */
    Optional<String> obstacle(LinuxMachines machines) {
        return machines.obstacle(kernel);
    }

    /** Machines to be used one after another. */
    MachinePool pool(LinuxMachines machines) {
        return new MachinePool(machines, kernel);
    }

    /** Options that make no sense alone are usage errors. */
    void validate(CommandSpec spec) {
        if (kernel != null && kind == null) {
            throw new ParameterException(
                    spec.commandLine(), "--linux-kernel says nothing without --linux-client");
        }
    }
}
