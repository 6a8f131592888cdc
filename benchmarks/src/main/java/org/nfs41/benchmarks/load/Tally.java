package org.nfs41.benchmarks.load;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/** What one thread counted of replies that were right. */
final class Tally {
    /** Slower replies count as this: longer than a run waits for the last ones. */
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Three decimal digits: a thousandth. */
    private static final int DIGITS = 3;

    private final Histogram nanos = new Histogram(MAX_NANOS, DIGITS);
    private long bytes;

    /** A right reply after so many nanoseconds. */
    void reply(long nanosSinceStart) {
        nanos.recordValue(Math.clamp(nanosSinceStart, 0, MAX_NANOS));
    }

    /** So many bytes of file data went over the wire with right replies. */
    void bytes(long more) {
        bytes += more;
    }

    /** Adds another thread's, which has ended. */
    void add(Tally other) {
        nanos.add(other.nanos);
        bytes += other.bytes;
    }

    Histogram nanos() {
        return nanos;
    }

    long replies() {
        return nanos.getTotalCount();
    }

    long bytes() {
        return bytes;
    }
}
