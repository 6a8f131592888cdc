package org.nfs41.conformance.catalogue;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.Level;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** All {@link Requirement}s, in the order of the RFC. Immutable. */
public final class Catalogue {
    private static final String RESOURCE = "requirements.tsv";
    private static final int COLUMNS_WITH_PARAPHRASE = 4;

    private final Map<String, Requirement> requirements;

    private Catalogue(Map<String, Requirement> requirements) {
        this.requirements = requirements;
    }

    /** Reads the catalogue that comes with the suite. */
    public static Catalogue load() {
        InputStream in = Catalogue.class.getResourceAsStream(RESOURCE);
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            Map<String, Requirement> requirements = new LinkedHashMap<>();
            reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Catalogue::parse)
                    .forEach(requirement -> requirements.put(requirement.id(), requirement));
            return new Catalogue(requirements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Requirement parse(String line) {
        String[] columns = line.split("\t", -1);
        String paraphrase = columns.length < COLUMNS_WITH_PARAPHRASE ? "" : columns[3];
        return new Requirement(columns[0], Level.valueOf(columns[1]), columns[2], paraphrase);
    }

    /** The requirement of this id, null when there is none. */
    public @Nullable Requirement find(String id) {
        return requirements.get(id);
    }

    /** All of them. */
    public Collection<Requirement> all() {
        return requirements.values();
    }
}
