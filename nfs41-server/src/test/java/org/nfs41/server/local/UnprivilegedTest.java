package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.xdr.Opaque;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server whose user is not root, in a process of its own that belongs to nobody. */
class UnprivilegedTest {
    private static final int NOBODY = 65534;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        LocalDirectory.requireLinux();
        LocalDirectory.requireRoot();
        boolean possible = Files.isExecutable(Path.of("/usr/bin/setpriv"));
        Assumptions.assumeTrue(possible, "there is no setpriv to become nobody with");
        directory = Files.createTempDirectory("nfs41-nobody");
        allow(directory, "rwxr-xr-x");
    }

    @AfterEach
    void remove() throws IOException {
        if (directory != null) {
            LocalDirectory.removeTree(directory);
        }
    }

    private static void allow(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** Puts the classes where nobody may read them; returns the class path. */
    private String classPath() throws IOException, InterruptedException, URISyntaxException {
        List<String> places = new ArrayList<>();
        Class<?>[] needed = {
            Unprivileged.class, LocalFileSystem.class, FileSystem.class, Opaque.class
        };
        for (Class<?> one : needed) {
            Path from = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path to = directory.resolve("classes" + places.size());
            assertThat(LocalDirectory.run("cp", "-r", from.toString(), to.toString())).isZero();
            places.add(to.toString());
        }
        assertThat(LocalDirectory.run("chmod", "-R", "a+rX", directory.toString())).isZero();
        return String.join(File.pathSeparator, places);
    }

    @Test
    @Timeout(60)
    void whatAServerCanDoThatIsNotRoot() throws Exception {
        String classes = classPath();
        Path export = Files.createDirectory(directory.resolve("export"));
        Files.setAttribute(export, "unix:uid", NOBODY);
        allow(export, "rwxrwxrwx");
        Path secret = Files.writeString(export.resolve("secret"), "secret");
        allow(secret, "rw-------");
        Process process =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes,
                                Unprivileged.class.getName(),
                                export.toString())
                        .redirectErrorStream(true)
                        .start();
        try {
            String told = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Assumptions.assumeFalse(
                    told.contains("Permission denied") && !told.contains("="),
                    "nobody may not run " + System.getProperty("java.home"));
            assertThat(told.lines())
                    .containsExactly(
                            "kernelHandles=false",
                            // all that it makes is its own, and it can give nothing away
                            "owner=" + NOBODY,
                            "mode=644",
                            "give=NFS4ERR_PERM",
                            "readOthers=NFS4ERR_ACCESS",
                            "resolved=NFS4_OK",
                            "removed=NFS4ERR_STALE",
                            "markIsShown=false",
                            "repeated=NFS4_OK",
                            "same=true",
                            "other=NFS4ERR_EXIST");
        } finally {
            process.destroyForcibly();
        }
    }
}
