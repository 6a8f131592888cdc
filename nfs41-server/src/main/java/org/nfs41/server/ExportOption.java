package org.nfs41.server;

import org.nfs41.ops.fs.ExportPolicy;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What {@code --export} or a line of an exports file says: a path, what is to be found there, and
 * for whom.
 *
 * @param path where clients find it
 * @param what what is there, as it was written
 * @param policy which clients may do what with it
 */
record ExportOption(String path, String what, ExportPolicy policy) {
    private static final String MEMORY = "memory";
    private static final String LOCAL = "local:";

    /**
     * Reads {@code /NAME=memory [CLIENT(OPTION,...)]...}, or {@code local:DIRECTORY} in place of
     * {@code memory}.
     *
     * @throws IllegalArgumentException with what to write instead, if it is anything else
     */
    static ExportOption parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.startsWith("/")) {
            throw wrong(text);
        }
        String[] rest = text.substring(equals + 1).split("\\s+", 2);
        boolean local = rest[0].startsWith(LOCAL) && rest[0].length() > LOCAL.length();
        if (!rest[0].equals(MEMORY) && !local) {
            throw wrong(text);
        }
        ExportPolicy policy = ExportClients.parse(rest.length > 1 ? rest[1] : "");
        return new ExportOption(text.substring(0, equals), rest[0], policy);
    }

    /**
     * What is there, new.
     *
     * @param memoryBytes what a memory file system may take
     * @param state where the key of filehandles is kept
     * @throws IllegalArgumentException with what is wrong with the directory or the key
     */
    FileSystem open(long memoryBytes, StateDirectory state) {
        if (what.startsWith(LOCAL)) {
            try {
                Path directory = Path.of(what.substring(LOCAL.length()));
                return LocalFileSystem.open(LocalOptions.of(directory, state.handleKey()));
            } catch (IOException e) {
                throw new IllegalArgumentException("--export " + path + "=" + e.getMessage(), e);
            }
        }
        return new MemoryFileSystem(MemoryOptions.ofCapacity(memoryBytes));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "--export "
                        + text
                        + ": write a path and what is there, as in /export=memory or"
                        + " /home=local:/srv/home");
    }
}
