package org.nfs41.conformance.run;

/** What a check came to. */
public enum Outcome {
    /** The rule is kept. */
    PASS,
    /** A SHOULD is broken, or something is allowed but surprising. */
    WARN,
    /** A MUST is broken. */
    FAIL,
    /** An OPTIONAL feature is properly declined. */
    UNSUPPORTED,
    /** Not run: a prerequisite is missing. */
    SKIPPED,
    /** The suite or the transport failed, which says nothing about the rule. */
    ERROR,
    /** A known failure that failed. */
    XFAIL,
    /** A known failure that did not fail. */
    XPASS;

    /** Whether it is one that nobody expected and that makes a run unsuccessful. */
    public boolean isUnexpectedFailure() {
        return this == FAIL || this == XPASS;
    }
}
