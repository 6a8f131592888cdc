package org.nfs41.rpc.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs what peers do wrong, at most once a second: a peer that errs on purpose shall not be able to
 * fill the log.
 */
final class PeerLog {
    private static final Logger LOG = LoggerFactory.getLogger("org.nfs41.rpc");
    private static final long INTERVAL_NANOS = 1_000_000_000;

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong suppressed = new AtomicLong();

    /** Logs why a connection is ended. */
    void ended(TcpConnection connection, String reason) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL_NANOS)) {
            suppressed.incrementAndGet();
            return;
        }
        long others = suppressed.getAndSet(0);
        LOG.info(
                "{} ended: {}{}",
                connection,
                reason,
                others == 0 ? "" : " (and " + others + " others since the last such line)");
    }
}
