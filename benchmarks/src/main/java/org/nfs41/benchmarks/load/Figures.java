package org.nfs41.benchmarks.load;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run measured. Times are in microseconds; those that are not known are not a number.
 *
 * @param requestsPerSecond right replies
 * @param megabytesPerSecond data of READ and WRITE, in units of 10^6 bytes
 * @param medianMicros half of the replies came within that time
 * @param p99Micros 99 % of them
 * @param p999Micros 99.9 % of them
 * @param maxMicros all of them
 * @param serverMicros processor time of the server for each request
 * @param generatorMicros processor time of the generator for each request
 * @param replies how many were counted
 */
record Figures(
        double requestsPerSecond,
        double megabytesPerSecond,
        double medianMicros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        double serverMicros,
        double generatorMicros,
        long replies) {
    private static final double MICROS = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MEGABYTE = 1e6;

    /** From what was counted while so much was used. */
    static Figures of(Tally tally, Usage used) {
        Histogram nanos = tally.nanos();
        double microsEach = MICROS / Math.max(1, tally.replies());
        return new Figures(
                tally.replies() / used.time(),
                tally.bytes() / MEGABYTE / used.time(),
                nanos.getValueAtPercentile(50) / NANOS_PER_MICRO,
                nanos.getValueAtPercentile(99) / NANOS_PER_MICRO,
                nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO,
                nanos.getMaxValue() / NANOS_PER_MICRO,
                used.server() * microsEach,
                used.own() * microsEach,
                tally.replies());
    }

    /** For {@code --json}: what is not known is left out. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        put(map, "requestsPerSecond", requestsPerSecond);
        put(map, "megabytesPerSecond", megabytesPerSecond);
        put(map, "medianMicros", medianMicros);
        put(map, "p99Micros", p99Micros);
        put(map, "p999Micros", p999Micros);
        put(map, "maxMicros", maxMicros);
        put(map, "serverMicrosPerRequest", serverMicros);
        put(map, "generatorMicrosPerRequest", generatorMicros);
        map.put("replies", replies);
        return map;
    }

    private static void put(Map<String, Object> map, String name, double value) {
        if (!Double.isNaN(value)) {
            map.put(name, value);
        }
    }
}
