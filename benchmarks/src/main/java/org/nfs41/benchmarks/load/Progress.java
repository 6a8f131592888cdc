package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the threads of a run know of each other. Safe for use by several threads. */
final class Progress {
    private static final long NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final CountDownLatch failed = new CountDownLatch(1);
    private @Nullable String evidence;
    private volatile Phase phase = Phase.WARM_UP;

    Phase phase() {
        return phase;
    }

    /** Goes on to the next phase, unless the run is over because something failed. */
    synchronized void enter(Phase next) {
        if (evidence == null) {
            phase = next;
        }
    }

    /** A reply was wrong: the run is over. The first evidence is kept. */
    synchronized void fail(String why) {
        if (evidence == null) {
            evidence = why;
        }
        phase = Phase.END;
        failed.countDown();
    }

    /** Waits, and returns early if something fails or has failed. */
    void awaitFailure(Duration atMost, Interruption interruption) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        long left = atMost.toNanos();
        while (left > 0 && !failed.await(Math.min(left, NOTICE_NANOS), TimeUnit.NANOSECONDS)) {
            interruption.check();
            left = until - System.nanoTime();
        }
    }

    /** What was wrong first, null if nothing was. */
    synchronized @Nullable String evidence() {
        return evidence;
    }
}
