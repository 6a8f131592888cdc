package org.nfs41.state.callback;

import java.util.concurrent.TimeUnit;

/** Pauses between tries of one call. */
final class Backoff {
    /** Longer than a round trip nearly anywhere: a client that asks for time has some. */
    static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Often enough that a client which gets ready late in a lease is still called in it. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long pause = FIRST_NANOS;
    private long until;

    /** Begins a pause, twice as long as the one before. */
    void begin(long now) {
        until = now + pause;
        pause = Math.min(2 * pause, LONGEST_NANOS);
    }

    boolean isOver(long now) {
        return now - until >= 0;
    }
}
