package org.nfs41.conformance.run;

/** What the command tells the shell. */
public enum ExitCode {
    /** All as expected. */
    OK(0),
    /** A FAIL or XPASS, or a stale entry in the known-failures file. */
    FAILED(1),
    /** The command line or a file named in it is wrong. */
    USAGE(2),
    /**
     * Nothing can be said: server not reachable, preflight failed, nothing selected, or an ERROR.
     */
    INCONCLUSIVE(3),
    /** A defect of the suite. */
    INTERNAL(70),
    /** Stopped by the user; reports hold what was done until then. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
