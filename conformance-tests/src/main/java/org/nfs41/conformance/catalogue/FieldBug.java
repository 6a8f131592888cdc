package org.nfs41.conformance.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mistake that NFSv4.1 servers have been seen to make.
 *
 * @param id such as {@code B-014}
 * @param area what it is about, in the words of check ids where there are checks
 * @param title the mistake in one line
 */
public record FieldBug(String id, String area, String title) {
    private static final int COLUMNS = 3;

    /** All that are known, by id. */
    public static Map<String, FieldBug> all() {
        try {
            Map<String, FieldBug> bugs = new TreeMap<>();
            for (List<String> row : Tables.read("field-bugs.tsv", COLUMNS, COLUMNS)) {
                bugs.put(row.get(0), new FieldBug(row.get(0), row.get(1), row.get(2)));
            }
            return bugs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
