package org.nfs41.state.callback;

/**
 * How long calls are tried; nanoseconds, each at least 1.
 *
 * @param callNanos how long after it was asked for a call has to be answered: as long as a lease,
 *     for that is how long its client may be out of reach without losing anything
 * @param silenceNanos how long after it was sent a call may stay without any reply until its
 *     connection counts as one on which calls go unheard, at most {@code callNanos}
 */
public record CallTerms(long callNanos, long silenceNanos) {
    /** So that there is time for two more connections when one is dead and does not say so. */
    private static final int SILENCES_PER_CALL = 3;

    public CallTerms {
        if (callNanos < 1 || silenceNanos < 1 || silenceNanos > callNanos) {
            throw new IllegalArgumentException(callNanos + " ns, " + silenceNanos + " ns");
        }
    }

    /** What goes with a lease. */
    public static CallTerms ofLease(long leaseNanos) {
        return new CallTerms(leaseNanos, Math.max(1, leaseNanos / SILENCES_PER_CALL));
    }
}
