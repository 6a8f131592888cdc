package org.nfs41.server;

import org.nfs41.server.local.LocalOptions;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * Where the server keeps what must outlive it.
 *
 * @param path the directory, which is made when something is put there
 */
record StateDirectory(Path path) {
    /** The secret by which the handles of local exports are checked. */
    private static final String HANDLE_KEY = "handle-key";

    /** That of the system for root, else one of the user. */
    static StateDirectory ofUser() {
        if (System.getProperty("user.name", "").equals("root")) {
            return new StateDirectory(Path.of("/var/lib/nfs41"));
        }
        String given = System.getenv("XDG_STATE_HOME");
        Path state =
                given != null && !given.isEmpty()
                        ? Path.of(given)
                        : Path.of(System.getProperty("user.home", "."), ".local", "state");
        return new StateDirectory(state.resolve("nfs41"));
    }

    /**
     * The key of filehandles, made on first use.
     *
     * @throws IOException with one line on what is wrong
     */
    Opaque handleKey() throws IOException {
        Path file = path.resolve(HANDLE_KEY);
        byte[] key;
        try {
            key = readOrMake(file);
        } catch (IOException e) {
            throw new IOException(
                    "the key of filehandles cannot be kept in " + path + ": choose --state-dir", e);
        }
        if (key.length != LocalOptions.HANDLE_KEY_BYTES) {
            throw new IOException(
                    file + " is no key of filehandles: remove it, and clients must mount again");
        }
        return Opaque.of(key);
    }

    private byte[] readOrMake(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return make(file);
        }
    }

    private byte[] make(Path file) throws IOException {
        byte[] key = new byte[LocalOptions.HANDLE_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(path);
        FileAttribute<?> ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path whole = Files.createTempFile(path, HANDLE_KEY, ".new", ownerOnly);
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(key));
                channel.force(true);
            }
            // unlike a rename, this lets the first of two servers win
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            return Files.readAllBytes(file);
        } finally {
            Files.delete(whole);
        }
        try (FileChannel directory = FileChannel.open(path)) {
            directory.force(true);
        }
        return key;
    }
}
