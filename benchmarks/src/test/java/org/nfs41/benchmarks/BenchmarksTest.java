package org.nfs41.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.benchmarks.Measurements.Figure;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** That the benchmarks measure what they say: each is run a few times. */
final class BenchmarksTest {
    @Test
    void compoundsSucceed() {
        CompoundBenchmark benchmark = new CompoundBenchmark();
        for (int i = 0; i < 3; i++) {
            int alone = benchmark.sequence();
            assertThat(alone).isGreaterThan(0);
            assertThat(benchmark.sequenceCached()).isEqualTo(alone);
            assertThat(benchmark.sequencePutFhGetAttr()).isGreaterThan(alone);
            assertThat(benchmark.sequencePutFhRead()).isGreaterThan(alone + 4096);
        }
    }

    @Test
    void requestsAreNewAndRetriesAreReplayed() {
        SequenceBenchmark benchmark = new SequenceBenchmark();
        SequenceBenchmark.Shared shared = new SequenceBenchmark.Shared();
        SequenceBenchmark.OwnSession requester = new SequenceBenchmark.OwnSession();
        requester.setUp(shared, 1, 4);
        benchmark.uncached(shared, requester);
        benchmark.cached(shared, requester);
        assertThat(benchmark.replay(shared, requester)).isEqualTo(200);
        assertThat(benchmark.replay(shared, requester)).isEqualTo(200);
    }

    @Test
    void everySessionIsFound() {
        LookupBenchmark benchmark = new LookupBenchmark();
        benchmark.sessions = 3;
        benchmark.setUp();
        assertThat(List.of(benchmark.find(), benchmark.find(), benchmark.find()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anIdleSessionIsSmall() {
        assertThat(IdleSessions.bytesEach(10_000)).isLessThan(IdleSessions.GOAL_BYTES);
    }

    @Test
    void goalsAreJudgedByMediansAndByRatiosWithinARound() {
        Measurements measurements = new Measurements();
        // the machine was twice as slow in the second round: that alone changes no ratio
        for (double slowness : new double[] {1, 2, 1}) {
            measurements.add(
                    Map.of(
                            "SequenceBenchmark.uncached",
                            new Figure(30 * slowness, 0),
                            "SequenceBenchmark.uncachedFourSessions",
                            new Figure(32 * slowness, 0),
                            "SequenceBenchmark.uncachedFourSlots",
                            new Figure(60 * slowness, 0)));
        }
        List<String> verdicts =
                Goal.ALL.stream().map(goal -> goal.verdict(measurements)).limit(4).toList();
        assertThat(verdicts).containsExactly("met", "met", "NOT MET", "not measured");
        assertThat(Table.of(measurements)).contains("median of 3", "3.75  met", "2.00  NOT MET");
    }

    @Test
    void anUnknownBenchmarkIsBadUsage() {
        StringWriter err = new StringWriter();
        CommandLine command = BenchCommand.newCommandLine().setErr(new PrintWriter(err, true));
        assertThat(command.execute("no-such-benchmark")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such-benchmark").hasLineCount(1);
    }
}
