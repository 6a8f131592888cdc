package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A directory of the host that is exported during a test, and removed after it. */
final class LocalDirectory implements AutoCloseable {
    static final Opaque KEY = Opaque.utf8("a key of 16 bytes".substring(1));

    private final Path path;
    private final boolean mounted;
    private LocalFileSystem fileSystem;
    private boolean kernelHandles = true;

    private LocalDirectory(Path path, boolean mounted) throws IOException {
        this.path = path;
        this.mounted = mounted;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        this.fileSystem = open();
    }

    /** One on the file system of temporary files. */
    static LocalDirectory temporary() throws IOException {
        requireLinux();
        return new LocalDirectory(Files.createTempDirectory("nfs41-local"), false);
    }

    /** One with a tmpfs of its own; the test is skipped where none can be mounted. */
    static LocalDirectory mounted(String options) throws IOException, InterruptedException {
        return mounted("tmpfs", options);
    }

    /** One with a file system of its own; the test is skipped where none can be mounted. */
    static LocalDirectory mounted(String type, String options)
            throws IOException, InterruptedException {
        requireLinux();
        requireRoot();
        Path path = Files.createTempDirectory("nfs41-local");
        int status = run("mount", "-t", type, "-o", options, "nfs41-test", path.toString());
        if (status != 0) {
            Files.delete(path);
        }
        Assumptions.assumeTrue(status == 0, "no " + type + " can be mounted here");
        return new LocalDirectory(path, true);
    }

    static void requireLinux() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        Assumptions.assumeTrue(linux, "directories are exported on Linux only");
    }

    /** Skips the test if it is not run by root. */
    static void requireRoot() {
        Assumptions.assumeTrue(isRoot(), "only root can act for any user");
    }

    /** Skips the test if there are no handles of the kernel. */
    void requireKernelHandles() {
        Assumptions.assumeTrue(
                fileSystem.hasKernelHandles(), "the kernel gives no handles for " + path);
    }

    static boolean isRoot() {
        return Libc.geteuid() == 0;
    }

    /** Uses no handles of the kernel from now on. */
    LocalDirectory withoutKernelHandles() throws IOException {
        kernelHandles = false;
        restart();
        return this;
    }

    Path path() {
        return path;
    }

    LocalFileSystem fileSystem() {
        return fileSystem;
    }

    FsUser superuser() {
        return new FsUser(fileSystem, Credentials.SUPERUSER);
    }

    /** Exports the directory anew, as a server does that was started again. */
    void restart() throws IOException {
        fileSystem.close();
        fileSystem = open();
    }

    private LocalFileSystem open() throws IOException {
        LocalOptions options = LocalOptions.of(path, KEY);
        return LocalFileSystem.open(kernelHandles ? options : options.withoutKernelHandles());
    }

    static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Runs a command; the test is skipped where it does not work. */
    static void require(String... command) throws InterruptedException {
        boolean done;
        try {
            done = run(command) == 0;
        } catch (IOException e) {
            done = false;
        }
        Assumptions.assumeTrue(done, Arrays.toString(command) + " does not work here");
    }

    @Override
    public void close() throws IOException {
        fileSystem.close();
        if (mounted) {
            try {
                assertThat(run("umount", path.toString())).isZero();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        removeTree(path);
    }

    static void removeTree(Path top) throws IOException {
        Files.walkFileTree(
                top,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
