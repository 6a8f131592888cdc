package org.nfs41.conformance.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A way to have {@link LinuxMachine}s. Implementations are found as services: {@code uml}, which
 * comes with this module, and whatever else the class path has. Safe for use by many threads.
 */
public interface LinuxMachines {

    /** The word by which it is asked for, such as {@code uml}. */
    String name();

    /**
     * Looks for what machines need, which takes at most a few seconds.
     *
     * @param kernel see {@link #start}
     * @return why there can be none and what to install, in one line; empty if there can
     */
    Optional<String> obstacle(@Nullable String kernel);

    /**
     * Starts a machine and waits until it can run scripts, about two seconds.
     *
     * @param hostName letters, digits and hyphens; the kernel makes its client owner from it, so
     *     each client of a server needs its own
     * @param kernel which kernel, in the words of the implementation (a folder, an image); null for
     *     its own choice
     * @throws IOException with what the machine said, if it does not come up
     */
    LinuxMachine start(String hostName, @Nullable String kernel)
            throws IOException, InterruptedException;

    /** All that there are, in no order. */
    static List<LinuxMachines> all() {
        return ServiceLoader.load(LinuxMachines.class, LinuxMachines.class.getClassLoader())
                .stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The one of this name, empty if there is none. */
    static Optional<LinuxMachines> named(String name) {
        return all().stream().filter(machines -> machines.name().equals(name)).findFirst();
    }
}
