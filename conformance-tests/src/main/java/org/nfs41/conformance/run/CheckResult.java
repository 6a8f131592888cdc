package org.nfs41.conformance.run;

import org.nfs41.conformance.client.Evidence;
import org.nfs41.conformance.oracle.OperationStatus;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one check came to.
 *
 * @param info the check
 * @param outcome in view of the known failures
 * @param message what was expected and what came, why it was skipped, the warnings; empty for PASS
 * @param knownReason why a failure was expected, empty when none was
 * @param evidence what was sent and received, oldest first
 * @param dropped how many older entries of the evidence are gone
 * @param seen what operations answered
 * @param took how long it ran
 */
public record CheckResult(
        CheckInfo info,
        Outcome outcome,
        String message,
        String knownReason,
        List<Evidence> evidence,
        int dropped,
        Set<OperationStatus> seen,
        Duration took) {

    /** The same in view of a known failure. */
    CheckResult as(Outcome outcome, String knownReason) {
        return new CheckResult(info, outcome, message, knownReason, evidence, dropped, seen, took);
    }
}
