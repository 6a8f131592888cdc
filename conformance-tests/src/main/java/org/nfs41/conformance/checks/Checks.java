package org.nfs41.conformance.checks;

/** Marks the package in which checks are found. */
public final class Checks {
    private Checks() {}
}
