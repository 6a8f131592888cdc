package org.nfs41.benchmarks;

import org.nfs41.state.Session;
import org.nfs41.xdr.SessionId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Finding a session by its id, another one each time and in no order: with many sessions this is
 * what the caches of the processor make of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class LookupBenchmark {
    /** How many sessions there are. */
    @Param({"1", "1000", "100000"})
    public int sessions;

    private Sessions table = new Sessions(0);

    // As primitives: what is measured is not how a list of ids lies in memory.
    private long[] high = {};
    private long[] low = {};
    private int next;

    /** For the harness. */
    public LookupBenchmark() {}

    /** Makes the sessions and the order in which they are looked up. */
    @Setup
    public void setUp() {
        table = new Sessions(sessions);
        Collections.shuffle(table.ids, new Random(1));
        high = table.ids.stream().mapToLong(SessionId::high).toArray();
        low = table.ids.stream().mapToLong(SessionId::low).toArray();
    }

    /** One lookup. */
    @Benchmark
    public Session find() {
        next = next + 1 < high.length ? next + 1 : 0;
        Session session = table.table.find(high[next], low[next]);
        if (session == null) {
            throw new IllegalStateException("the session has gone");
        }
        return session;
    }
}
