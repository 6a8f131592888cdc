package org.nfs41.server;

import org.nfs41.ops.fs.ExportPolicy;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

    /** A directory that only this server changes; before the colon, as a path may have commas. */
    private static final String EXCLUSIVE = "local,exclusive:";

    /**
     * Reads {@code /NAME=memory [CLIENT(OPTION,...)]...}, or in place of {@code memory} {@code
     * local:DIRECTORY} or {@code local,exclusive:DIRECTORY}.
     *
     * @throws IllegalArgumentException with what to write instead, if it is anything else
     */
    static ExportOption parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.startsWith("/")) {
            throw wrong(text);
        }
        String[] rest = text.substring(equals + 1).split("\\s+", 2);
        if (!rest[0].equals(MEMORY) && directoryOf(rest[0]).isEmpty()) {
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
        String directory = directoryOf(what);
        if (!directory.isEmpty()) {
            try {
                LocalOptions options = LocalOptions.of(Path.of(directory), state.handleKey());
                return LocalFileSystem.open(
                        what.startsWith(EXCLUSIVE) ? options.asExclusive() : options);
            } catch (IOException e) {
                throw new IllegalArgumentException("--export " + path + "=" + e.getMessage(), e);
            }
        }
        return new MemoryFileSystem(MemoryOptions.ofCapacity(memoryBytes));
    }

    /** The directory that is named, or an empty text if none is. */
    private static String directoryOf(String what) {
        for (String kind : List.of(LOCAL, EXCLUSIVE)) {
            if (what.startsWith(kind)) {
                return what.substring(kind.length());
            }
        }
        return "";
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "--export "
                        + text
                        + ": write a path and what is there, as in /export=memory or"
                        + " /home=local:/srv/home");
    }
}
