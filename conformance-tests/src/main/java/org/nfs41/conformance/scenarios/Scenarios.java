package org.nfs41.conformance.scenarios;

/** Marks the package in which scenarios are found. */
public final class Scenarios {
    private Scenarios() {}
}
