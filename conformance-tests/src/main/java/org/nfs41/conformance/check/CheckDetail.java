package org.nfs41.conformance.check;

import org.nfs41.conformance.client.Evidence;

import java.util.List;

/**
 * What one run of a check leaves for the report beyond passing or throwing.
 *
 * @param warnings what broke a SHOULD, or is allowed but surprising
 * @param evidence what was sent and received, oldest first
 * @param dropped how many older entries of the evidence are gone
 */
public record CheckDetail(List<String> warnings, List<Evidence> evidence, int dropped) {
    /** Takes copies. */
    public CheckDetail {
        warnings = List.copyOf(warnings);
        evidence = List.copyOf(evidence);
    }
}
