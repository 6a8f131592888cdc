package org.nfs41.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrException;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** That the benchmarks measure what they say: each is run a few times. */
final class BenchmarksTest {
    @Test
    void compoundsSucceed() throws XdrException {
        CompoundBenchmark benchmark = new CompoundBenchmark();
        benchmark.setUp();
        for (int i = 0; i < 3; i++) {
            assertThat(benchmark.sequence()).isGreaterThan(0);
            assertThat(benchmark.sequencePutFhGetAttr()).isGreaterThan(benchmark.sequence());
        }
    }

    @Test
    void requestsAreNewAndRetriesAreReplayed() {
        SequenceBenchmark benchmark = new SequenceBenchmark();
        SequenceBenchmark.Shared shared = new SequenceBenchmark.Shared();
        shared.sessions = 2;
        shared.setUp();
        SequenceBenchmark.Requester requester = new SequenceBenchmark.Requester();
        requester.setUp(shared);
        benchmark.uncached(shared, requester);
        benchmark.cached(shared, requester);
        assertThat(benchmark.replay(shared, requester)).isEqualTo(200);
        assertThat(benchmark.replay(shared, requester)).isEqualTo(200);
    }

    @Test
    void anUnknownBenchmarkIsBadUsage() {
        StringWriter err = new StringWriter();
        CommandLine command = BenchCommand.newCommandLine().setErr(new PrintWriter(err, true));
        assertThat(command.execute("no-such-benchmark")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such-benchmark").hasLineCount(1);
    }
}
