package org.nfs41.benchmarks;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure to reach; docs/performance.md says why these.
 *
 * @param what what is measured, with its unit
 * @param atMost whether less is better
 * @param bound the worst value that will do
 * @param measured takes the value from the measurements; empty if they do not have it
 */
record Goal(
        String what,
        boolean atMost,
        double bound,
        Function<Measurements, OptionalDouble> measured) {
    private static final double FOUR_THREADS = 4;

    /** Less than this is the harness's own noise, spread over the operations. */
    private static final double NO_BYTES = 0.5;

    /** All of them. */
    static final List<Goal> ALL =
            List.of(
                    atMost(
                            "SEQUENCE among 1,000 sessions, ns",
                            40,
                            m -> m.nanos("SequenceBenchmark.uncached")),
                    atLeast(
                            "four threads on four sessions, times one thread",
                            3.6,
                            m ->
                                    fourTimes(
                                            m.ratio(
                                                    "SequenceBenchmark.uncached",
                                                    "SequenceBenchmark.uncachedFourSessions"))),
                    atLeast(
                            "four threads on four slots of a session, times one",
                            3,
                            m ->
                                    fourTimes(
                                            m.ratio(
                                                    "SequenceBenchmark.uncached",
                                                    "SequenceBenchmark.uncachedFourSlots"))),
                    atLeast(
                            "COMPOUND of SEQUENCE, kept, times not kept",
                            0.95,
                            m ->
                                    m.ratio(
                                            "CompoundBenchmark.sequence",
                                            "CompoundBenchmark.sequenceCached")),
                    atMost(
                            "COMPOUND of SEQUENCE, B",
                            NO_BYTES,
                            m -> m.bytes("CompoundBenchmark.sequence")),
                    atMost(
                            "the same, kept, B",
                            NO_BYTES,
                            m -> m.bytes("CompoundBenchmark.sequenceCached")),
                    atMost(
                            "SEQUENCE, PUTFH, GETATTR, B",
                            200,
                            m -> m.bytes("CompoundBenchmark.sequencePutFhGetAttr")),
                    atMost(
                            "SEQUENCE, PUTFH, READ of 4 KiB, B",
                            200,
                            m -> m.bytes("CompoundBenchmark.sequencePutFhRead")));

    /** Whether it is reached, in words. */
    String verdict(Measurements measurements) {
        OptionalDouble value = measured.apply(measurements);
        if (value.isEmpty()) {
            return "not measured";
        }
        double is = value.getAsDouble();
        return (atMost ? is <= bound : is >= bound) ? "met" : "NOT MET";
    }

    private static OptionalDouble fourTimes(OptionalDouble ratio) {
        return ratio.isEmpty() ? ratio : OptionalDouble.of(FOUR_THREADS * ratio.getAsDouble());
    }

    private static Goal atMost(
            String what, double bound, Function<Measurements, OptionalDouble> measured) {
        return new Goal(what, true, bound, measured);
    }

    private static Goal atLeast(
            String what, double bound, Function<Measurements, OptionalDouble> measured) {
        return new Goal(what, false, bound, measured);
    }
}
