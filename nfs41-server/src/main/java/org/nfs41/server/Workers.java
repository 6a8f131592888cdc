package org.nfs41.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that answer COMPOUNDs which may have to wait for storage. Safe for use by several
 * threads.
 *
 * <p>They are threads of the operating system: a virtual one that is inside a call of the C library
 * keeps its carrier busy, and there are only as many of these as processors. What waits in the
 * queue is bounded by what each connection may have in progress.
 */
final class Workers implements AutoCloseable {
    /** Enough to keep a disk's queue full; most of them wait for it. */
    private static final int THREADS = 32;

    /** Threads that are not needed end after this. */
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("nfs41-worker-", 1).factory());

    Workers() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs {@code task} soon. */
    void run(Runnable task) {
        threads.execute(task);
    }

    /** Begins nothing more; what runs goes on to its end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
