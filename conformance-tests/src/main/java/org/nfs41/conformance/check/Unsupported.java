package org.nfs41.conformance.check;

import org.opentest4j.TestAbortedException;

/** The server properly declines an OPTIONAL feature that the check is about. */
public final class Unsupported extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    /** With the feature and how it was declined. */
    public Unsupported(String message) {
        super(message);
    }
}
