package org.nfs41.benchmarks;

import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.state.SlotLimits;
import org.nfs41.state.SlotVerdict;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.SequenceArgs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * What SEQUENCE costs in the state machines: the session is found among a thousand, the slot
 * accepts the request, the lease is renewed, the status flags are read, the slot completes it. Four
 * threads have a session each, or a slot each of one session.
 *
 * <p>The time is an argument, as in the server, whose event loops read the clock once for all
 * requests of a wake-up.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SequenceBenchmark {
    /** How many sessions there are. */
    static final int SESSIONS = 1000;

    /** As long as a reply of SEQUENCE, PUTFH and GETATTR. */
    static final int REPLY_BYTES = 200;

    private static final long FINGERPRINT = 1;

    /** About what a request takes, so that leases are written about as often as in truth. */
    private static final long NANOS_PER_REQUEST = 40;

    /** For the harness. */
    public SequenceBenchmark() {}

    /** Sessions that all threads share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final Sessions table = new Sessions(SESSIONS);

        /** For the harness. */
        public Shared() {}
    }

    /** What a thread sends with: its session, slot and next sequence id. */
    abstract static class Requester {
        private final ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES);
        private final XdrWriter out = new XdrWriter();
        private SessionId session = new SessionId(0, 0);
        private int slotId;
        private int sequenceId;
        private long now = System.nanoTime();

        Requester() {}

        void use(SessionId id, int slot) {
            session = id;
            slotId = slot;
        }
    }

    /** Each thread has a session of its own. */
    @State(Scope.Thread)
    public static class OwnSession extends Requester {
        /** For the harness. */
        public OwnSession() {}

        /** Spreads the threads over the sessions. */
        @Setup
        public void setUp(Shared shared, ThreadParams thread) {
            setUp(shared, thread.getThreadIndex(), thread.getThreadCount());
        }

        void setUp(Shared shared, int thread, int threads) {
            use(shared.table.ids.get(thread * (SESSIONS / threads)), 0);
        }
    }

    /** Each thread has a slot of its own, all in one session. */
    @State(Scope.Thread)
    public static class OwnSlot extends Requester {
        /** For the harness. */
        public OwnSlot() {}

        /** Gives neighbouring slots to the threads. */
        @Setup
        public void setUp(Shared shared, ThreadParams thread) {
            use(shared.table.ids.get(SESSIONS / 2), thread.getThreadIndex());
        }
    }

    /** A new request whose reply is not kept. */
    @Benchmark
    public int uncached(Shared shared, OwnSession requester) {
        return request(shared, requester, false);
    }

    /** A new request whose reply is kept. */
    @Benchmark
    public int cached(Shared shared, OwnSession requester) {
        return request(shared, requester, true);
    }

    /** A retry of a request whose reply was kept. */
    @Benchmark
    public int replay(Shared shared, OwnSession requester) {
        return retry(shared, requester);
    }

    /** Four threads, four sessions. */
    @Benchmark
    @Threads(4)
    public int uncachedFourSessions(Shared shared, OwnSession requester) {
        return request(shared, requester, false);
    }

    /** Four threads, four sessions; replies are kept. */
    @Benchmark
    @Threads(4)
    public int cachedFourSessions(Shared shared, OwnSession requester) {
        return request(shared, requester, true);
    }

    /** Four threads, four sessions; retries. */
    @Benchmark
    @Threads(4)
    public int replayFourSessions(Shared shared, OwnSession requester) {
        return retry(shared, requester);
    }

    /** Four threads, four slots of one session. */
    @Benchmark
    @Threads(4)
    public int uncachedFourSlots(Shared shared, OwnSlot requester) {
        return request(shared, requester, false);
    }

    /** Four threads, four slots of one session; replies are kept. */
    @Benchmark
    @Threads(4)
    public int cachedFourSlots(Shared shared, OwnSlot requester) {
        return request(shared, requester, true);
    }

    /** Four threads, four slots of one session; retries. */
    @Benchmark
    @Threads(4)
    public int replayFourSlots(Shared shared, OwnSlot requester) {
        return retry(shared, requester);
    }

    /** The steps of the session gate, in its order. */
    private static int request(Shared shared, Requester requester, boolean cache) {
        Session session = find(shared, requester);
        requester.sequenceId++;
        SequenceArgs sequence =
                new SequenceArgs(
                        requester.session,
                        requester.sequenceId,
                        requester.slotId,
                        requester.slotId,
                        cache);
        Slot slot = slot(session, requester.slotId);
        int kept = cache ? REPLY_BYTES : 0;
        if (session.slots().refusal(sequence, FINGERPRINT, kept) != null) {
            throw new IllegalStateException("refused");
        }
        SlotVerdict verdict = slot.accept(sequence.sequenceId(), FINGERPRINT, Sessions.PRINCIPAL);
        if (verdict != SlotVerdict.NEW || !used(shared, requester, session)) {
            throw new IllegalStateException(verdict.toString());
        }
        SlotLimits limits = session.slots().letIn(slot, sequence, requester.now);
        int told = session.statusFlags(requester.now) + limits.enforced();
        slot.complete(requester.reply, 0, REPLY_BYTES, cache);
        return told;
    }

    private static int retry(Shared shared, Requester requester) {
        if (requester.sequenceId == 0) {
            request(shared, requester, true);
        }
        Session session = find(shared, requester);
        Slot slot = slot(session, requester.slotId);
        SlotVerdict verdict = slot.accept(requester.sequenceId, FINGERPRINT, Sessions.PRINCIPAL);
        requester.out.clear();
        if (verdict != SlotVerdict.REPLAY
                || !used(shared, requester, session)
                || !slot.replay(requester.sequenceId, requester.out)) {
            throw new IllegalStateException(verdict.toString());
        }
        return requester.out.position();
    }

    private static boolean used(Shared shared, Requester requester, Session session) {
        requester.now += NANOS_PER_REQUEST;
        return shared.table.table.used(session, Sessions.CONNECTION, requester.now);
    }

    private static Slot slot(Session session, int slotId) {
        Slot slot = session.slot(slotId);
        if (slot == null) {
            throw new IllegalStateException("no slot " + slotId);
        }
        return slot;
    }

    private static Session find(Shared shared, Requester requester) {
        return shared.table.find(requester.session);
    }
}
