package org.nfs41.conformance.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Machines that are User-Mode Linux guests of this host: no privileges, no container engine. The
 * kernel is named by a folder that {@code servers/get-kernel} made; without one, it is that of the
 * environment's {@value LinuxKernel#FOLDER_VARIABLE}, else that of Debian's {@code
 * user-mode-linux}.
 */
public final class UserModeLinux implements LinuxMachines {

    /** For {@link java.util.ServiceLoader}, and for whoever wants no other machines. */
    public UserModeLinux() {}

    @Override
    public String name() {
        return "uml";
    }

    @Override
    public Optional<String> obstacle(@Nullable String kernel) {
        return LinuxClientSupport.obstacle(kernel(kernel));
    }

    @Override
    public LinuxMachine start(String hostName, @Nullable String kernel)
            throws IOException, InterruptedException {
        return LinuxClient.boot(hostName, kernel(kernel));
    }

    private static LinuxKernel kernel(@Nullable String folder) {
        return folder == null ? LinuxKernel.chosen() : LinuxKernel.in(Path.of(folder));
    }
}
