package org.nfs41.server.local;

import org.nfs41.ops.fs.FileStat;

/**
 * The change attribute of one object: made from the time of its last change, but greater whenever
 * there was a change although the host's clock has not ticked in between, and never less than
 * before. For use under a lock.
 *
 * <p>Newer kernels give each change that follows a look at the time a time of its own; there the
 * attribute is that time. Elsewhere it runs ahead of it by one for each change within a tick, which
 * is less than the tick's nanoseconds.
 */
final class Changes {
    private long time = Long.MIN_VALUE;
    private long value = Long.MIN_VALUE;

    /**
     * Takes note of attributes just read; returns the change attribute.
     *
     * @param changed whether the server itself has changed the object since it looked last
     */
    long observe(FileStat stat, boolean changed) {
        long now = stat.change();
        if (now != time) {
            value = time == Long.MIN_VALUE ? now : Math.max(value + 1, now);
            time = now;
        } else if (changed) {
            value++;
        }
        return value;
    }

    /** Whether the attribute is not just the time, so that it would be lost with this object. */
    boolean isAhead() {
        return value != time;
    }
}
