package org.nfs41.conformance.client;

import org.opentest4j.AssertionFailedError;

/** The server did not do what the rule asks: says what was expected and what came. */
public class CheckFailure extends AssertionFailedError {
    private static final long serialVersionUID = 1L;

    /** A deviation in one sentence. */
    public CheckFailure(String message) {
        super(message);
    }

    /**
     * A deviation with both sides.
     *
     * @param where what was looked at, such as {@code status of SEQUENCE}
     * @param expected what the rule allows
     * @param actual what came
     */
    public CheckFailure(String where, String expected, String actual) {
        super(where + ": expected " + expected + ", got " + actual, expected, actual);
    }
}
