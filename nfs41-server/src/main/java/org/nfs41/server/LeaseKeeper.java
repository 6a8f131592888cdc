package org.nfs41.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Looks for clients that have been silent for too long, some times in each lease. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** A client that is to end does so with a delay of at most this part of the lease. */
    private static final int ROUNDS_PER_LEASE = 10;

    /** Rounds further apart than this would only make the delay longer. */
    private static final long LONGEST_ROUND_MILLIS = 1000;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nfs41-leases").factory());
    private final LongFunction<List<Long>> endLapsed;

    /**
     * Starts looking.
     *
     * @param endLapsed ends clients at that time, in monotonic nanoseconds, and says which
     */
    LeaseKeeper(LongFunction<List<Long>> endLapsed, Duration lease) {
        this.endLapsed = endLapsed;
        long millis = Math.min(lease.toMillis() / ROUNDS_PER_LEASE, LONGEST_ROUND_MILLIS);
        var _ = timer.scheduleAtFixedRate(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            List<Long> ended = endLapsed.apply(System.nanoTime());
            for (long clientId : ended) {
                LOG.info("client {} ended: silent for too long", Long.toHexString(clientId));
            }
        } catch (RuntimeException e) {
            // A timer that throws is never called again: leases would live for ever.
            LOG.error("leases could not be looked through", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
