package org.nfs41.ops.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;

/**
 * Clients, network and server in virtual time: whatever is cut, delayed, reordered and repeated,
 * each operation takes effect once or never and its client knows which (RFC 8881 section 2.10.6).
 *
 * <p>{@code -Dnfs41.sim.seed=N} runs one seed and prints its events; {@code -Dnfs41.sim.seeds=N}
 * runs the seeds 1 to N.
 */
final class SimulationTest {
    private static final int REQUESTS = 100;
    private static final int SEEDS = 10_000;

    /** The seeds that find every planted fault: far fewer than those that find no fault of ours. */
    private static final int SEEDS_FOR_FAULTS = 300;

    private static final SimServer.ProcessorFactory SOUND = (sound, clients, operations) -> sound;

    @Test
    void everyOperationTakesEffectOnceOrNeverAndItsClientKnows() {
        Long only = Long.getLong("nfs41.sim.seed");
        if (only != null) {
            rerun(only);
            return;
        }
        int seeds = Integer.getInteger("nfs41.sim.seeds", SEEDS);
        ConcurrentSkipListSet<Long> failed = new ConcurrentSkipListSet<>();
        Tally tally = new Tally(Happening.values());
        LongStream.rangeClosed(1, seeds)
                .parallel()
                .forEach(seed -> {
                    try {
                        Tally one = Simulation.run(seed, REQUESTS, SOUND, true, null);
                        synchronized (tally) {
                            tally.add(one);
                        }
                    } catch (SimFailure | RuntimeException e) {
                        failed.add(seed);
                    }
                });
        if (!failed.isEmpty()) {
            System.out.printf("%d of %d seeds fail: %s%n", failed.size(), seeds, failed);
            rerun(failed.first());
            fail("seed %d fails among others only", failed.first());
        }
        System.out.printf("simulation of seeds 1 to %d:%n%s", seeds, tally);
        assertThat(tally.missing()).as("faults that never happened").isEmpty();
    }

    @Test
    void aSeedRunsTheSameEachTime() {
        assertThat(log(1)).isEqualTo(log(1)).isNotEqualTo(log(2));
    }

    @ParameterizedTest
    @EnumSource
    void aPlantedFaultIsFound(PlantedFault fault) {
        assertFound(fault, true);
    }

    /** Without anybody who looks into the slots. */
    @ParameterizedTest
    @EnumSource
    void aPlantedFaultIsFoundByTheClientsAlone(PlantedFault fault) {
        assertFound(fault, false);
    }

    private static void assertFound(PlantedFault fault, boolean watched) {
        for (long seed = 1; seed <= SEEDS_FOR_FAULTS; seed++) {
            SimFailure failure = failure(seed, fault, watched);
            if (failure != null) {
                System.out.printf("%s found by seed %d: %s%n", fault, seed, failure.getMessage());
                return;
            }
        }
        fail("%s went unnoticed in %d seeds", fault, SEEDS_FOR_FAULTS);
    }

    private static @Nullable SimFailure failure(long seed, PlantedFault fault, boolean watched) {
        try {
            Simulation.run(
                    seed,
                    REQUESTS,
                    (sound, clients, operations) ->
                            new BrokenServer(fault, sound, clients, operations),
                    watched,
                    null);
            return null;
        } catch (SimFailure e) {
            return e;
        }
    }

    private static String log(long seed) {
        StringBuilder log = new StringBuilder();
        Simulation.run(seed, REQUESTS, SOUND, true, log);
        return log.toString();
    }

    /** Prints what happens; fails as the seed does. */
    private static void rerun(long seed) {
        StringBuilder log = new StringBuilder();
        try {
            log.append(Simulation.run(seed, REQUESTS, SOUND, true, log));
        } finally {
            System.out.printf("seed %d:%n%s%n", seed, log);
        }
    }
}
