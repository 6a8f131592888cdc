package org.nfs41.rpc.internal;

import org.nfs41.rpc.RpcLimits;

/**
 * Says when a connection has so much to answer that nothing more is read: it pauses at the limit
 * and goes on later than it could, so that it is worth while. For one thread.
 */
final class FlowControl {
    /**
     * What may be kept of calls that are answered later by one loop's connections together. Beyond
     * this no more is read from those that have some: as many of the largest as there are buffers.
     */
    private static final long KEPT_ON_LOOP_BYTES = 16L << 20;

    private final RpcLimits limits;
    private final EventLoop loop;
    private final Outbound outbound;
    private final long loopShare;
    private int deferred;
    private long keptBytes;
    private boolean paused;

    FlowControl(RpcLimits limits, EventLoop loop, Outbound outbound) {
        this.limits = limits;
        this.loop = loop;
        this.outbound = outbound;
        this.loopShare = Math.max(1, limits.totalQueuedBytes() / loop.siblings());
    }

    /** A call will be answered later. */
    void deferred() {
        deferred++;
    }

    /** A call that was to be answered later is done with. */
    void completed() {
        deferred--;
    }

    /** So many bytes more are kept of calls that are answered later. */
    void kept(int bytes) {
        keptBytes += bytes;
        loop.addKeptBytes(bytes);
    }

    /** Whether calls are to be answered later. */
    boolean isDeferring() {
        return deferred > 0;
    }

    boolean isPaused() {
        return paused;
    }

    /** Pauses if there is too much; returns whether the connection pauses, since now or before. */
    boolean pauses() {
        paused = paused || mustPause();
        return paused;
    }

    /** Ends a pause if there is little enough; returns whether that was so. */
    boolean resumes() {
        if (!paused || outbound.replyBytes() > limits.queuedBytes() / 2 || mustPause()) {
            return false;
        }
        paused = false;
        return true;
    }

    /** Ends a pause of calls that will not be taken at all. */
    void forgetPause() {
        paused = false;
    }

    private boolean mustPause() {
        return outbound.replyBytes() > limits.queuedBytes()
                || deferred >= limits.callsInProgress()
                || (loop.queuedBytes() > loopShare && outbound.replyBytes() > 0)
                || keptBytes > limits.queuedBytes()
                || (loop.keptBytes() > KEPT_ON_LOOP_BYTES && keptBytes > 0);
    }
}
