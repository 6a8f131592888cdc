package org.nfs41.conformance.container;

/** What is behind the exceptions that Testcontainers wraps around each other. */
final class Causes {
    private Causes() {}

    /** The exception that all began with. */
    static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
