package org.nfs41.benchmarks;

import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.state.SlotVerdict;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrWriter;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What SEQUENCE costs in the state machines: the session is found, the slot accepts the request,
 * the lease is renewed, the status flags are read, the slot completes it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SequenceBenchmark {
    /** As long as a reply of SEQUENCE, PUTFH and GETATTR. */
    private static final int REPLY_BYTES = 200;

    /** For the harness. */
    public SequenceBenchmark() {}

    /** Sessions that all threads share. */
    @State(Scope.Benchmark)
    public static class Shared {
        /** How many sessions the table holds. */
        @Param({"1", "1000"})
        public int sessions;

        private final AtomicInteger threads = new AtomicInteger();
        private Sessions table = new Sessions(0);

        /** For the harness. */
        public Shared() {}

        /** Makes the sessions. */
        @Setup
        public void setUp() {
            table = new Sessions(sessions);
        }
    }

    /** One thread's session, slot and next sequence id. */
    @State(Scope.Thread)
    public static class Requester {
        private final ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES);
        private final XdrWriter out = new XdrWriter();
        private SessionId session = new SessionId(0, 0);
        private int slotId;
        private int sequenceId;

        /** For the harness. */
        public Requester() {}

        /** Gives each thread a slot of its own, in the first session. */
        @Setup
        public void setUp(Shared shared) {
            session = shared.table.ids.getFirst();
            slotId = shared.threads.getAndIncrement();
        }
    }

    /** A new request whose reply is not kept. */
    @Benchmark
    public int uncached(Shared shared, Requester requester) {
        return request(shared, requester, false);
    }

    /** A new request whose reply is kept. */
    @Benchmark
    public int cached(Shared shared, Requester requester) {
        return request(shared, requester, true);
    }

    /** Four threads, each on its own slot of one session. */
    @Benchmark
    @Threads(4)
    public int uncachedFourThreads(Shared shared, Requester requester) {
        return request(shared, requester, false);
    }

    /** A retry of a request whose reply was kept. */
    @Benchmark
    public int replay(Shared shared, Requester requester) {
        if (requester.sequenceId == 0) {
            request(shared, requester, true);
        }
        Slot slot = slot(shared, requester);
        SlotVerdict verdict = slot.accept(requester.sequenceId, 1, Sessions.PRINCIPAL);
        requester.out.clear();
        if (verdict != SlotVerdict.REPLAY || !slot.replay(requester.sequenceId, requester.out)) {
            throw new IllegalStateException(verdict.toString());
        }
        return requester.out.position();
    }

    private static int request(Shared shared, Requester requester, boolean cache) {
        Session session = find(shared, requester);
        Slot slot = slot(session, requester.slotId);
        SlotVerdict verdict = slot.accept(++requester.sequenceId, 1, Sessions.PRINCIPAL);
        long now = System.nanoTime();
        if (verdict != SlotVerdict.NEW
                || !shared.table.table.used(session, Sessions.CONNECTION, now)) {
            throw new IllegalStateException(verdict.toString());
        }
        int flags = session.statusFlags(now);
        slot.complete(requester.reply, 0, REPLY_BYTES, cache);
        return flags;
    }

    private static Slot slot(Shared shared, Requester requester) {
        return slot(find(shared, requester), requester.slotId);
    }

    private static Slot slot(Session session, int slotId) {
        Slot slot = session.slot(slotId);
        if (slot == null) {
            throw new IllegalStateException("no slot " + slotId);
        }
        return slot;
    }

    private static Session find(Shared shared, Requester requester) {
        Session session =
                shared.table.table.find(requester.session.high(), requester.session.low());
        if (session == null) {
            throw new IllegalStateException("the session has gone");
        }
        return session;
    }
}
