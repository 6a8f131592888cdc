package org.nfs41.conformance.check;

import org.nfs41.conformance.client.Evidence;
import org.nfs41.conformance.oracle.OperationStatus;

import java.util.List;
import java.util.Set;

/**
 * What one run of a check leaves for the report beyond passing or throwing.
 *
 * @param warnings what broke a SHOULD, or is allowed but surprising
 * @param evidence what was sent and received, oldest first
 * @param dropped how many older entries of the evidence are gone
 * @param seen what operations answered
 */
public record CheckDetail(
        List<String> warnings, List<Evidence> evidence, int dropped, Set<OperationStatus> seen) {
    /** Of a check that did not run. */
    public static final CheckDetail NONE = new CheckDetail(List.of(), List.of(), 0, Set.of());

    /** Takes copies. */
    public CheckDetail {
        warnings = List.copyOf(warnings);
        evidence = List.copyOf(evidence);
        seen = Set.copyOf(seen);
    }
}
