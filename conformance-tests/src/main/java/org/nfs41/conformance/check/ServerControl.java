package org.nfs41.conformance.check;

/**
 * Ends and starts the server under test, for checks of what a restart leaves. Used by one check at
 * a time.
 */
public interface ServerControl {
    /** What it can be told; the word is the verb in lower case. */
    enum Verb {
        /** Ends the server in order and starts it again. */
        RESTART,
        /** Ends the server without a warning, as a crash would, and starts it again. */
        KILL,
        /** Does nothing if the server runs, and fails if it does not. */
        STATUS
    }

    /**
     * Does it; the server has been started when this returns, but need not answer yet.
     *
     * @return what there is to say of it, for the evidence; may be empty
     * @throws ControlException when it did not work, or not in time; a {@link
     *     ControlException.NoCommand} when it can never work
     */
    String run(Verb verb);
}
