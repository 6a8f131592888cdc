package org.nfs41.benchmarks.load;

/** When the requests of a connection are due in an open loop: evenly, whatever the server does. */
final class Pace {
    private final long start;
    private final double intervalNanos;
    private final double offsetNanos;
    private long taken;

    /**
     * A pace from now on.
     *
     * @param start by {@link System#nanoTime}
     * @param intervalNanos between two requests
     * @param share of the interval that passes before the first, so that connections take turns
     */
    Pace(long start, double intervalNanos, double share) {
        this.start = start;
        this.intervalNanos = intervalNanos;
        this.offsetNanos = share * intervalNanos;
    }

    /** When the next request is due, by {@link System#nanoTime}. */
    long next() {
        return start + (long) (offsetNanos + taken * intervalNanos);
    }

    /** The next request has been sent. */
    void take() {
        taken++;
    }
}
