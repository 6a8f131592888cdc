package org.nfs41.conformance.run;

import java.io.PrintWriter;
import java.time.Duration;

/** A line on a terminal that says how far a run is, redrawn at most ten times a second. */
public final class Progress {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean enabled;
    private final int total;
    private int done;
    private int failed;
    private long drawnAt = System.nanoTime() - INTERVAL.toNanos();

    /** Draws on {@code out} if {@code enabled}, that is when it is a terminal. */
    public Progress(PrintWriter out, boolean enabled, int total) {
        this.out = out;
        this.enabled = enabled;
        this.total = total;
    }

    /**
     * Takes note of a result; to be called before it is printed, so that the line is out of the
     * way.
     */
    public void before(CheckResult result) {
        done++;
        failed += result.outcome().isUnexpectedFailure() ? 1 : 0;
        erase();
    }

    /** Draws the line anew if it is time. */
    public void after() {
        long now = System.nanoTime();
        if (enabled && now - drawnAt >= INTERVAL.toNanos()) {
            drawnAt = now;
            out.print(done + "/" + total + (failed == 0 ? "" : ", " + failed + " failed"));
            out.flush();
        }
    }

    /** Takes the line away. */
    public void erase() {
        if (enabled) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
