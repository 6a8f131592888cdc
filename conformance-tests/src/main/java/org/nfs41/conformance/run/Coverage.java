package org.nfs41.conformance.run;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.catalogue.Catalogue;
import org.nfs41.conformance.catalogue.Requirement;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much of what a section asks checks look at.
 *
 * @param asked how many statements there are
 * @param checked how many of them a check names
 * @param uncheckable how many no check can show
 */
public record Coverage(int asked, int checked, int uncheckable) {
    private static final Coverage NONE = new Coverage(0, 0, 0);

    /** How many statements are left that a check could be written for. */
    public int open() {
        return asked - checked - uncheckable;
    }

    /**
     * By numbers of two parts, such as 2.10, in the order of the RFC: sections of which some
     * statement is named by one of {@code checks}.
     */
    public static Map<String, Coverage> of(Collection<CheckInfo> checks) {
        Set<String> named = new HashSet<>();
        checks.forEach(info -> named.addAll(List.of(info.check().requirements())));
        Map<String, Coverage> table = new TreeMap<>(Sections.ORDER);
        for (Requirement requirement : Catalogue.load().all()) {
            table.merge(
                    twoParts(requirement.section()),
                    of(requirement, named.contains(requirement.id())),
                    Coverage::plus);
        }
        table.values().removeIf(coverage -> coverage.checked == 0);
        return table;
    }

    /** All of them together. */
    public static Coverage sum(Collection<Coverage> all) {
        return all.stream().reduce(NONE, Coverage::plus);
    }

    private static Coverage of(Requirement requirement, boolean checked) {
        @Nullable Object reason = requirement.unchecked();
        return new Coverage(1, checked ? 1 : 0, !checked && reason != null ? 1 : 0);
    }

    private Coverage plus(Coverage other) {
        return new Coverage(
                asked + other.asked, checked + other.checked, uncheckable + other.uncheckable);
    }

    private static String twoParts(String section) {
        int first = section.indexOf('.');
        int second = first < 0 ? -1 : section.indexOf('.', first + 1);
        return second < 0 ? section : section.substring(0, second);
    }
}
