package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.FileSystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exports of a command line and of its exports file, which may be read again: what is still
 * there keeps its file system. Not safe for use by several threads.
 */
final class ExportList {
    private static final String DEFAULT = "/export=memory";

    private final List<String> options;
    private final @Nullable Path file;
    private final long memoryBytes;
    private final StateDirectory state;
    private Map<String, FileSystem> open = new HashMap<>();

    /**
     * A list that has not been read.
     *
     * @param options what {@code --export} says, each
     * @param file what {@code --exports} names, or null
     * @param memoryBytes what each memory file system may take
     * @param state where to keep what must outlive the server
     */
    ExportList(List<String> options, @Nullable Path file, long memoryBytes, StateDirectory state) {
        this.state = state;
        this.options = List.copyOf(options);
        this.file = file;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Reads all exports.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException with what to write instead, if something is wrong; nothing
     *     has changed then
     */
    List<Export> read() throws IOException {
        List<String> lines = new ArrayList<>(options);
        if (file != null) {
            lines.addAll(linesOf(file));
        }
        if (lines.isEmpty()) {
            lines.add(DEFAULT);
        }
        Map<String, FileSystem> now = new HashMap<>();
        List<Export> exports = new ArrayList<>();
        for (String line : lines) {
            ExportOption option = ExportOption.parse(line);
            String place = option.path() + "=" + option.what();
            FileSystem known = open.get(place);
            FileSystem fs = known == null ? option.open(memoryBytes, state) : known;
            now.put(place, fs);
            exports.add(Export.of(option.path(), fs, option.policy()));
        }
        open = now;
        return exports;
    }

    private static List<String> linesOf(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                lines.add(text);
            }
        }
        return lines;
    }
}
