package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.xdr.Operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the processes of {@code cut-load} say they did, and what must be there if each of it
 * happened once.
 */
final class WorkLog {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<Operation, Integer> effects = new HashMap<>();
    private final Map<Verb, Integer> done = new EnumMap<>(Verb.class);

    /** What a log's line can say. */
    enum Verb {
        CREATE,
        MKDIR,
        SYMLINK,
        LINK,
        RENAME,
        REMOVE,
        APPEND,
        LOST
    }

    /**
     * A name.
     *
     * @param type as {@code find} says it
     * @param lines what a file holds
     */
    private record Entry(char type, List<String> lines) {}

    private WorkLog() {}

    /**
     * Reads the logs of all processes.
     *
     * @throws AssertionError if they cannot all be true
     */
    static WorkLog read(Path folder) throws IOException {
        WorkLog log = new WorkLog();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    log.add(file.getFileName().toString(), line.split(" ", 3));
                }
            }
        }
        return log;
    }

    private void add(String worker, String... words) {
        Verb verb = Verb.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
        String path = words[1];
        done.merge(verb, 1, Integer::sum);
        switch (verb) {
            case CREATE -> {
                String content = path.startsWith("shared/claim") ? worker : path;
                make(Operation.OPEN, path, new Entry('f', new ArrayList<>(List.of(content))));
            }
            case MKDIR -> make(Operation.CREATE, path, new Entry('d', List.of()));
            case SYMLINK -> make(Operation.CREATE, path, new Entry('l', List.of()));
            case LINK -> make(Operation.LINK, words[2], known(path));
            case RENAME -> {
                make(Operation.RENAME, words[2], known(path));
                entries.remove(path);
            }
            case REMOVE -> {
                known(path);
                entries.remove(path);
                effects.merge(Operation.REMOVE, 1, Integer::sum);
            }
            case APPEND -> known(path).lines().add(words[2]);
            case LOST -> {
                // the process that won tells
            }
        }
    }

    private void make(Operation operation, String path, Entry entry) {
        assertThat(entries.put(path, entry)).as("made before " + path).isNull();
        effects.merge(operation, 1, Integer::sum);
    }

    private Entry known(String path) {
        Entry entry = entries.get(path);
        assertThat(entry).as("has been made: " + path).isNotNull();
        return entry;
    }

    /** Each name with its type before it, as {@code find -printf '%y %P\n'} has it. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        entries.forEach((path, entry) -> names.add(entry.type() + " " + path));
        return names;
    }

    /** Each line with the file's name before it, as {@code grep -r ''} has it. */
    List<String> lines() {
        List<String> all = new ArrayList<>();
        entries.forEach((path, entry) -> entry.lines().forEach(line -> all.add(path + ":" + line)));
        return all;
    }

    /** How often each operation that changes names has to be carried out. */
    Map<Operation, Integer> effects() {
        return effects;
    }

    /** What was done how often. */
    Map<Verb, Integer> done() {
        return done;
    }

    /** How many things were done, of all kinds. */
    int count() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }
}
