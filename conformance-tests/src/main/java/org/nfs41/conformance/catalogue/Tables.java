package org.nfs41.conformance.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The tables that come with the suite: rows of columns between tabs, and comments after a #. */
final class Tables {
    private Tables() {}

    /** The rows of a table of this package, each with a number of columns in these bounds. */
    static List<List<String>> read(String name, int fewest, int most) throws IOException {
        InputStream in = Tables.class.getResourceAsStream(name);
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> columns(name, line, fewest, most))
                    .toList();
        }
    }

    private static List<String> columns(String name, String line, int fewest, int most) {
        List<String> columns = List.of(line.split("\t", -1));
        if (columns.size() < fewest || columns.size() > most) {
            throw new IllegalStateException(name + " has a line of another form: " + line);
        }
        return columns;
    }
}
