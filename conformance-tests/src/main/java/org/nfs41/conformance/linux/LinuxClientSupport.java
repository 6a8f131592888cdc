package org.nfs41.conformance.linux;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whether a {@link LinuxClient} is possible on this machine. */
final class LinuxClientSupport {
    /** Set to 1, it makes a machine without Linux clients a failure instead of a skip. */
    static final String REQUIRED_VARIABLE = "NFS41_REQUIRE_LINUX_CLIENT";

    /** Where distributions keep programs for root, which are not on everybody's path. */
    private static final List<Path> FURTHER_PROGRAM_FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));

    /** What the guest's init and the scenarios run, with the Debian package that has it. */
    private static final List<Program> PROGRAMS =
            List.of(
                    new Program("slirp4netns", "slirp4netns"),
                    new Program("mount.nfs4", "nfs-common"),
                    new Program("modprobe", "kmod"),
                    new Program("ip", "iproute2"),
                    new Program("setsid", "util-linux"),
                    new Program("setpriv", "util-linux"),
                    new Program("pgrep", "procps"),
                    new Program("perl", "perl-base"),
                    new Program("tar", "tar"));

    private record Program(String name, String debianPackage) {}

    private LinuxClientSupport() {}

    /** Whether the environment says that Linux clients must be possible. */
    static boolean isRequired() {
        return "1".equals(System.getenv(REQUIRED_VARIABLE));
    }

    /**
     * Looks for what a client with this kernel needs.
     *
     * @return why there can be none, empty if there can
     */
    static Optional<String> obstacle(LinuxKernel kernel) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            return Optional.of(
                    "User-Mode Linux exists for Linux on x86_64 alone, this is " + system);
        }
        List<String> missing = new ArrayList<>();
        if (!Files.isExecutable(kernel.program())) {
            missing.add(kernel.program() + " (Debian package user-mode-linux)");
        } else if (!hasNfsModule(kernel.modules())) {
            missing.add("nfsv4.ko in " + kernel.modules() + " (Debian package user-mode-linux)");
        }
        for (Program program : PROGRAMS) {
            if (!isOnPath(program.name())) {
                missing.add(program.name() + " (Debian package " + program.debianPackage() + ")");
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("missing: " + String.join(", ", missing));
    }

    private static boolean hasNfsModule(Path modules) {
        if (!Files.isDirectory(modules)) {
            return false;
        }
        try (Stream<Path> releases = Files.list(modules.toRealPath())) {
            return releases.map(release -> release.resolve("kernel/fs/nfs"))
                    .anyMatch(LinuxClientSupport::holdsNfsModule);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Modules may be compressed: nfsv4.ko, nfsv4.ko.xz. */
    private static boolean holdsNfsModule(Path folder) {
        String @Nullable [] names = folder.toFile().list();
        return names != null && Stream.of(names).anyMatch(name -> name.startsWith("nfsv4.ko"));
    }

    /** Whether a program is where this machine keeps programs. */
    static boolean isOnPath(String program) {
        Stream<Path> path =
                Optional.ofNullable(System.getenv("PATH")).stream()
                        .flatMap(folders -> Stream.of(folders.split(File.pathSeparator, -1)))
                        .map(Path::of);
        return Stream.concat(path, FURTHER_PROGRAM_FOLDERS.stream())
                .anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }
}
