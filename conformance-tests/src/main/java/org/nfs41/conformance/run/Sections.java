package org.nfs41.conformance.run;

import org.nfs41.conformance.catalogue.Catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the sections of RFC 8881 are about, and in which order they stand. Immutable. */
public final class Sections {
    /** Orders section numbers as the RFC does: 2.9 before 2.10. */
    public static final Comparator<String> ORDER = Sections::compare;

    private final Map<String, String> subjects;

    private Sections(Map<String, String> subjects) {
        this.subjects = subjects;
    }

    /** Reads the list that comes with the suite. */
    public static Sections load() {
        InputStream in = Catalogue.class.getResourceAsStream("sections.tsv");
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            Map<String, String> subjects = new HashMap<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    subjects.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
            return new Sections(subjects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The subject of a section, empty when there is no such section. */
    public String subject(String section) {
        return subjects.getOrDefault(section, "");
    }

    /** Whether RFC 8881 has this section. */
    public boolean has(String section) {
        return subjects.containsKey(section);
    }

    private static int compare(String one, String other) {
        String[] a = one.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }
}
