package org.nfs41.conformance.catalogue;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.Level;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All {@link Requirement}s, in the order of the RFC. Immutable. */
public final class Catalogue {
    private static final String RESOURCE = "requirements.tsv";
    private static final int FEWEST_COLUMNS = 3;
    private static final int ALL_COLUMNS = 5;

    private final Map<String, Requirement> requirements;

    private Catalogue(Map<String, Requirement> requirements) {
        this.requirements = requirements;
    }

    /** Reads the catalogue that comes with the suite. */
    public static Catalogue load() {
        try {
            Map<String, Requirement> requirements = new LinkedHashMap<>();
            for (List<String> row : Tables.read(RESOURCE, FEWEST_COLUMNS, ALL_COLUMNS)) {
                requirements.put(row.getFirst(), requirement(row));
            }
            return new Catalogue(requirements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Requirement requirement(List<String> row) {
        return new Requirement(
                row.get(0),
                Level.valueOf(row.get(1)),
                row.get(2),
                row.size() > 3 ? row.get(3) : "",
                row.size() == ALL_COLUMNS ? Unchecked.of(row.get(4)) : null);
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
