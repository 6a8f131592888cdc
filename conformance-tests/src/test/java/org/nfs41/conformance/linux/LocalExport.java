package org.nfs41.conformance.linux;

import org.junit.jupiter.api.Assumptions;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** Our own server in this JVM with a directory of this machine, which is new and goes with it. */
final class LocalExport implements AutoCloseable {
    private final Path directory;
    private final LocalFileSystem fileSystem;
    private final EmbeddedServer server;

    private LocalExport(Path directory, LocalFileSystem fileSystem, EmbeddedServer server) {
        this.directory = directory;
        this.fileSystem = fileSystem;
        this.server = server;
    }

    /** Whether this is root, who alone can act for any user. */
    static boolean isPossible() {
        return System.getProperty("user.name").equals("root");
    }

    /** Skips the test if it is not {@linkplain #isPossible possible}. */
    static void assumeRoot() {
        if (!isPossible()) {
            // build tools count skipped classes but do not say why
            System.out.println("SKIPPED programs on a directory: only root can act for any user");
        }
        Assumptions.assumeTrue(isPossible(), "only root can act for any user");
    }

    /** Starts it, if {@link #assumeRoot} lets the test go on. */
    static LocalExport start() throws IOException {
        Path directory = newDirectory();
        LocalFileSystem fileSystem = LocalFileSystem.open(options(directory));
        return new LocalExport(directory, fileSystem, EmbeddedServer.start(fileSystem));
    }

    /**
     * The same with delegations for whoever can have them, as nothing else changes the directory.
     */
    static LocalExport startExclusive(ServerHooks hooks) throws IOException {
        Path directory = newDirectory();
        LocalFileSystem fileSystem = LocalFileSystem.open(options(directory).asExclusive());
        return new LocalExport(
                directory,
                fileSystem,
                EmbeddedServer.startForScenarios(fileSystem, DelegationPolicy.EAGER, hooks));
    }

    private static Path newDirectory() throws IOException {
        assumeRoot();
        Path directory = Files.createTempDirectory("nfs41-programs");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return directory;
    }

    private static LocalOptions options(Path directory) {
        byte[] key = new byte[LocalOptions.HANDLE_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return LocalOptions.of(directory, Opaque.of(key));
    }

    ServerAddress export() {
        return server.export();
    }

    @Override
    public void close() throws IOException {
        server.close();
        fileSystem.close();
        LinuxClient.delete(directory);
    }
}
