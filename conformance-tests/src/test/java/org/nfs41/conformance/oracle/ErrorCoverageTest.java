package org.nfs41.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.fault.FaultlessRun;

/** Every error that an operation may return is provoked by a check, or a reason says why not. */
class ErrorCoverageTest {
    @Test
    void eachErrorIsSeenOrThereIsAReason() {
        ErrorCoverage coverage = new ErrorCoverage(FaultlessRun.results(), ErrorCoverage.excuses());
        System.out.println("Errors of section 15.2 that checks have seen, and why not the others:");
        System.out.println(coverage.describe());
        assertThat(coverage.unexplained()).as("neither seen nor excused").isEmpty();
        assertThat(coverage.unneeded()).as("excused although seen, or unknown").isEmpty();
    }
}
