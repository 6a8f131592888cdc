package org.nfs41.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the thread that made it clean up when the process is told to end, by Ctrl-C or SIGTERM. It
 * asks for that now and then: to interrupt it would close the connection that it is using.
 */
final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::interrupt);
    private volatile boolean interrupted;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        interrupted = true;
        try {
            boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns unless the process is to end.
     *
     * @throws InterruptedException if it is
     */
    void check() throws InterruptedException {
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    /** The thread has cleaned up. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending, and the hook has waited for this
        }
    }
}
