package org.nfs41.rpc.internal;

import org.nfs41.rpc.RpcLimits;

/** Says when a connection has so much to answer that nothing more is read. For one thread. */
final class FlowControl {
    private final RpcLimits limits;
    private final EventLoop loop;
    private final Outbound outbound;
    private final long loopShare;
    private int deferred;

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

    /** Whether calls are to be answered later. */
    boolean isDeferring() {
        return deferred > 0;
    }

    /** Whether no more calls are to be taken. */
    boolean mustPause() {
        return outbound.replyBytes() > limits.queuedBytes()
                || deferred >= limits.callsInProgress()
                || (loop.queuedBytes() > loopShare && outbound.replyBytes() > 0);
    }

    /** Whether calls are to be taken again; later than they could be, so that it is worth while. */
    boolean mayGoOn() {
        return outbound.replyBytes() <= limits.queuedBytes() / 2 && !mustPause();
    }
}
