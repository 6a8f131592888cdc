package org.nfs41.conformance.linux;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/**
 * A User-Mode Linux kernel to boot.
 *
 * @param program the kernel, a program of this machine
 * @param modules folder with a folder of modules for each release
 * @param environment what the program needs in its environment besides the usual
 */
record LinuxKernel(Path program, Path modules, Map<String, String> environment) {

    /** Names the folder of another kernel than the system's, as {@code servers/get-kernel} made. */
    static final String FOLDER_VARIABLE = "NFS41_LINUX_KERNEL";

    LinuxKernel {
        environment = Map.copyOf(environment);
    }

    /** The kernel of the Debian package {@code user-mode-linux}. */
    static LinuxKernel system() {
        return new LinuxKernel(
                Path.of("/usr/bin/linux.uml"), Path.of("/usr/lib/uml/modules"), Map.of());
    }

    /** The kernel that {@code servers/get-kernel SUITE folder} brought. */
    static LinuxKernel in(Path folder) {
        return new LinuxKernel(
                folder.resolve("linux.uml"),
                folder.resolve("modules"),
                Map.of("LD_LIBRARY_PATH", folder.resolve("lib").toString()));
    }

    /** The kernel in the folder named by {@value #FOLDER_VARIABLE}, else the system's. */
    static LinuxKernel chosen() {
        @Nullable String folder = System.getenv(FOLDER_VARIABLE);
        return folder == null || folder.isBlank() ? system() : in(Path.of(folder));
    }
}
