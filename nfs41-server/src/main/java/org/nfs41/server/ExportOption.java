package org.nfs41.server;

import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

/**
 * What {@code --export} says: a path and what is to be found there.
 *
 * @param path where clients find it
 * @param memoryBytes what the memory file system may take
 */
record ExportOption(String path, long memoryBytes) {
    private static final String MEMORY = "memory";

    /**
     * Reads {@code /NAME=memory}.
     *
     * @throws IllegalArgumentException with what to write instead, if it is anything else
     */
    static ExportOption parse(String text, long memoryBytes) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.startsWith("/") || !text.substring(equals + 1).equals(MEMORY)) {
            throw new IllegalArgumentException(
                    "--export " + text + ": write a path and what is there, as in /export=memory");
        }
        return new ExportOption(text.substring(0, equals), memoryBytes);
    }

    void addTo(ServerConfig.Builder config) {
        config.export(path, new MemoryFileSystem(MemoryOptions.ofCapacity(memoryBytes)));
    }
}
