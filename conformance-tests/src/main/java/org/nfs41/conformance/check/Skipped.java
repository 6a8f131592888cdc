package org.nfs41.conformance.check;

import org.opentest4j.TestAbortedException;

/** A prerequisite of the check is missing. */
public final class Skipped extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    /** With the prerequisite. */
    public Skipped(String message) {
        super(message);
    }
}
