package org.nfs41.benchmarks.load;

import java.util.OptionalLong;

/**
 * Time, and processor time, up to a moment or between two, in seconds; not a number where it is not
 * known.
 *
 * @param time that has passed
 * @param server of the server's process
 * @param own of this process
 */
record Usage(double time, double server, double own) {
    private static final double NANOS = 1e9;

    /** Up to now, from some moment in the past. */
    static Usage now(OptionalLong server) {
        return new Usage(
                System.nanoTime() / NANOS,
                ProcessorTime.seconds(server),
                ProcessorTime.seconds(OptionalLong.of(ProcessHandle.current().pid())));
    }

    /** Since an earlier moment. */
    Usage since(Usage earlier) {
        return new Usage(time - earlier.time, server - earlier.server, own - earlier.own);
    }
}
