package org.nfs41.rpc.internal;

import org.nfs41.rpc.RpcMetrics;

import java.util.concurrent.atomic.LongAdder;

/** The counters of one server or client; added to once per read, not once per call. */
final class Counters implements RpcMetrics {
    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder endedForCause = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder deferred = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();

    @Override
    public long connectionsOpen() {
        // the later event is read first, so that this is never negative
        long ended = closed.sum();
        return opened.sum() - ended;
    }

    @Override
    public long connectionsOpened() {
        return opened.sum();
    }

    @Override
    public long connectionsRefused() {
        return refused.sum();
    }

    @Override
    public long connectionsEndedForCause() {
        return endedForCause.sum();
    }

    @Override
    public long callsReceived() {
        return received.sum();
    }

    @Override
    public long callsDeferred() {
        return deferred.sum();
    }

    @Override
    public long callsFailed() {
        return failed.sum();
    }

    @Override
    public long callsSent() {
        return sent.sum();
    }

    @Override
    public long bytesRead() {
        return bytesIn.sum();
    }

    @Override
    public long bytesWritten() {
        return bytesOut.sum();
    }
}
