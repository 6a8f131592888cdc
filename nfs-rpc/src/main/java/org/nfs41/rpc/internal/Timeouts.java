package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.RpcLimits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When a connection has waited too long for its peer; all times are of System.nanoTime(). */
final class Timeouts {
    /** A peer that has closed its direction may wait this long for replies; then it is gone. */
    private static final long HALF_CLOSED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long idleNanos;
    private final long recordNanos;
    private final long stallNanos;

    private long lastActivity;
    private long recordSince;
    private long lastTaken;

    Timeouts(RpcLimits limits, long now) {
        idleNanos = nanos(limits.idleTimeout());
        recordNanos = nanos(limits.recordTimeout());
        stallNanos = nanos(limits.stallTimeout());
        lastActivity = now;
        recordSince = now;
        lastTaken = now;
    }

    /** Bytes have come; {@code recordsEnded} says whether they are of no record or of a new one. */
    void read(long now, boolean recordsEnded) {
        lastActivity = now;
        if (recordsEnded) {
            recordSince = now;
        }
    }

    /** The peer has taken bytes, or there are some for it for the first time. */
    void written(long now) {
        lastActivity = now;
        lastTaken = now;
    }

    /** Whether a peer that has closed its direction has had its replies or will not get them. */
    boolean isGone(long now) {
        return now - lastActivity >= HALF_CLOSED_NANOS;
    }

    /**
     * Why the connection is to be ended, or null.
     *
     * @param inRecord whether a record was begun and not finished
     * @param waiting whether there are bytes that the peer could take
     * @param busy whether a call is in progress, in either direction
     */
    @Nullable String due(long now, boolean inRecord, boolean waiting, boolean busy) {
        if (inRecord && now - recordSince >= recordNanos) {
            return "a record was begun and not finished";
        }
        if (waiting && now - lastTaken >= stallNanos) {
            return "the peer does not take its replies";
        }
        if (!inRecord && !waiting && !busy && now - lastActivity >= idleNanos) {
            return "idle";
        }
        return null;
    }

    private static long nanos(Duration timeout) {
        // zero stands for never; the greatest difference that comparing allows is 146 years
        long most = Long.MAX_VALUE / 2;
        return timeout.isZero() || timeout.compareTo(Duration.ofNanos(most)) > 0
                ? Long.MAX_VALUE
                : timeout.toNanos();
    }
}
