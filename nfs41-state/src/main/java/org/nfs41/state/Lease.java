package org.nfs41.state;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When a client last showed that it is alive (RFC 8881 section 8.3), or that it has been ended.
 *
 * <p>Renewal is a read on nearly every request: a write at most every {@link #GRANULARITY_NANOS},
 * as a write that all requests of a client share would cost more than the rest of SEQUENCE. A lease
 * may therefore count as that much older than it is, and is given that much longer to live.
 *
 * <p>Safe for use by any number of threads.
 */
final class Lease {
    /** The least time between two writes: ten a second. */
    static final long GRANULARITY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Not a time: an odd value, where all times that are written are even. */
    private static final long ENDED = Long.MIN_VALUE + 1;

    private final AtomicLong renewed;

    Lease(long now) {
        renewed = new AtomicLong(time(now));
    }

    /**
     * Renews the lease; a lapsed one too, as nothing has been revoked while it has not been ended.
     *
     * @param now monotonic nanoseconds
     * @return false if the lease has been ended
     */
    boolean renew(long now) {
        long last = renewed.get();
        while (last != ENDED && now - last >= GRANULARITY_NANOS) {
            if (renewed.compareAndSet(last, time(now))) {
                return true;
            }
            last = renewed.get();
        }
        return last != ENDED;
    }

    /**
     * Whether it was not renewed for longer than {@code leaseNanos}. False while it has been ended,
     * as that may yet be taken back.
     */
    boolean lapsed(long now, long leaseNanos) {
        long last = renewed.get();
        return last != ENDED && now - last > leaseNanos + GRANULARITY_NANOS;
    }

    /** How long it has not been renewed, of a lease that has not been ended. */
    long silence(long now) {
        return now - renewed.get();
    }

    /** Ends the lease: from now on it cannot be renewed. */
    void end() {
        renewed.set(ENDED);
    }

    /** Takes {@link #end} back, for an end that turned out to be too early. */
    void revive(long now) {
        renewed.set(time(now));
    }

    private static long time(long now) {
        return now & ~1L;
    }
}
