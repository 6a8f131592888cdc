package org.nfs41.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.catalogue.FieldBug;
import org.nfs41.conformance.run.CheckClasses;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Known bugs of real servers: a check would find each, and a planted fault shows that it does. */
class FieldBugCoverageTest {
    /** Areas that are covered, but for what {@code bugs-not-covered.tsv} gives reasons for. */
    private static final Set<String> COVERED =
            Set.of(
                    "SEQ", "CID", "CS", "CONN", "LEASE", "COMP", "STATE", "LOCK", "CB", "DELEG",
                    "DIR");

    private final Map<String, FieldBug> bugs = FieldBug.all();
    private final Map<String, String> excused = excused();
    private final Set<String> checked =
            CheckClasses.all().stream()
                    .flatMap(check -> Arrays.stream(check.check().bugs()))
                    .collect(Collectors.toSet());
    private final Set<String> planted =
            Faults.all().stream()
                    .map(Fault::bug)
                    .filter(bug -> !bug.isEmpty())
                    .collect(Collectors.toSet());

    @Test
    void bugsThatChecksAndFaultsNameAreKnown() {
        assertThat(bugs.keySet()).containsAll(checked).containsAll(planted);
    }

    @Test
    void coveredAreasHaveACheckAndAFaultForEachBug() {
        assertThat(bugs.values())
                .filteredOn(bug -> COVERED.contains(bug.area()))
                .filteredOn(bug -> !isCovered(bug.id()) && !excused.containsKey(bug.id()))
                .isEmpty();
    }

    @Test
    void excusesHaveAReasonAndAreNeeded() {
        assertThat(bugs.keySet()).containsAll(excused.keySet());
        assertThat(excused.values()).noneMatch(String::isBlank);
        assertThat(excused.keySet()).noneMatch(this::isCovered);
    }

    private boolean isCovered(String bug) {
        return checked.contains(bug) && planted.contains(bug);
    }

    private static Map<String, String> excused() {
        try (InputStream in =
                FieldBugCoverageTest.class.getResourceAsStream("bugs-not-covered.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .collect(
                            Collectors.toMap(
                                    row -> row[0],
                                    row -> row.length == 2 ? row[1] : "",
                                    (a, b) -> "",
                                    TreeMap::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
