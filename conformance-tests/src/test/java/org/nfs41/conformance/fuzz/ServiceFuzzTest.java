package org.nfs41.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random requests to a whole server without sockets: sound ones of every operation, damaged ones,
 * and noise. Every answer has to be a possible one, and the session has to work on.
 *
 * <p>The system properties {@code nfs41.fuzz.seed} and {@code nfs41.fuzz.requests} choose others
 * and more than a build has time for.
 */
class ServiceFuzzTest {
    private static final long SEED = Long.getLong("nfs41.fuzz.seed", 20_250_101);
    private static final int REQUESTS = Integer.getInteger("nfs41.fuzz.requests", 5_000);

    /** Largest reply and request of the session, and what a sound operation may need besides. */
    private static final long MOST_HEAP_PER_REQUEST = 4 << 20;

    private static final int SLOTS = 4;
    private static final int MOST_OPERATIONS = 6;
    private static final int LONGEST_NOISE = 300;
    private static final int[] USERS = {0, 0, 0, 1000};

    private static final Comparator<Operation> BY_NUMBER =
            Comparator.comparingInt(Operation::value);

    /** Operations 3 to 58 and ILLEGAL. */
    private static final int EVERY_OPERATION = 57;

    /** So many operations may have had no luck, or the test's requests are not what they were. */
    private static final int LEFT_TO_CHANCE = 10;

    private static final List<Class<? extends ArgOp>> ALONE =
            List.of(
                    ExchangeIdArgs.class,
                    CreateSessionArgs.class,
                    BindConnToSessionArgs.class,
                    DestroySessionArgs.class,
                    DestroyClientIdArgs.class);

    /** What a COMPOUND begins with to get further than by chance. */
    private static final List<List<Class<? extends ArgOp>>> THEMES =
            List.of(
                    List.of(),
                    List.of(CreateArgs.class),
                    List.of(OpenArgs.class, GetFhArgs.class),
                    List.of(OpenArgs.class, WriteArgs.class, ReadArgs.class, CommitArgs.class),
                    List.of(OpenArgs.class, OpenDowngradeArgs.class, CloseArgs.class),
                    List.of(OpenArgs.class, SetAttrArgs.class, CloseArgs.class),
                    List.of(OpenArgs.class, LockArgs.class, LockUArgs.class, FreeStateIdArgs.class),
                    List.of(OpenArgs.class, LockArgs.class, LockArgs.class, LockTArgs.class),
                    List.of(OpenAttrArgs.class, OpenArgs.class, GetFhArgs.class),
                    List.of(OpenAttrArgs.class, GetFhArgs.class),
                    List.of(SaveFhArgs.class, RenameArgs.class),
                    List.of(CreateArgs.class, ReadLinkArgs.class),
                    List.of(PutFhArgs.class, SaveFhArgs.class, PutFhArgs.class, LinkArgs.class),
                    List.of(PutFhArgs.class, WriteArgs.class, ReadArgs.class));

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Random random = new Random(SEED);
    private final Knowledge known = new Knowledge(random);
    private final RandomValues values = new RandomValues(random, known);
    private final FuzzedServer server = new FuzzedServer();
    private final Map<Integer, Integer> lastSequenceIds = new HashMap<>();
    private final Map<Operation, Set<String>> seen = new TreeMap<>(BY_NUMBER);
    private CreateSessionResOk session;

    ServiceFuzzTest() {
        begin();
    }

    @Test
    void soundRequestsOfEveryOperation() throws XdrException {
        for (int i = 0; i < REQUESTS; i++) {
            run(i, request());
        }

        Set<Operation> expected = new TreeSet<>(BY_NUMBER);
        expected.addAll(server.implemented());
        Set<Operation> succeeded = new TreeSet<>(BY_NUMBER);
        seen.forEach((op, statuses) -> {
            if (statuses.contains(NfsStatus.OK.toString())) {
                succeeded.add(op);
            }
        });
        assertThat(seen.keySet()).hasSizeGreaterThan(EVERY_OPERATION - LEFT_TO_CHANCE);
        assertThat(succeeded).hasSizeGreaterThan(expected.size() - LEFT_TO_CHANCE);
    }

    @Test
    void damagedRequests() throws XdrException {
        for (int i = 0; i < REQUESTS; i++) {
            run(i, damage(request()));
        }
    }

    @Test
    void noise() throws XdrException {
        for (int i = 0; i < REQUESTS; i++) {
            byte[] bytes = new byte[random.nextInt(LONGEST_NOISE)];
            random.nextBytes(bytes);
            if (values.chance(50)) {
                // an empty tag, minor version 1 and few operations let the noise get further
                ByteBuffer start = ByteBuffer.allocate(LONGEST_NOISE).put(bytes);
                start.putInt(0, 0).putInt(4, 1).putInt(8, random.nextInt(5));
                bytes = start.array();
            }
            run(i, bytes);
        }
    }

    /** A COMPOUND as a client might send it, now and then with a mistake in its frame. */
    private byte[] request() {
        List<ArgOp> operations = new ArrayList<>();
        if (values.chance(90)) {
            operations.add(sequence());
            if (values.chance(70)) {
                operations.add(Ops.putRootFh());
                operations.add(Ops.lookup(FuzzedServer.EXPORT));
            }
            fill(operations);
        } else if (values.chance(60)) {
            operations.add(values.of(ALONE.get(random.nextInt(ALONE.size()))));
        } else {
            fill(operations);
        }
        int minorVersion = values.chance(98) ? 1 : random.nextInt(4);
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.utf8("fuzz"), minorVersion, operations).encode(out);
        return out.toByteArray();
    }

    private void fill(List<ArgOp> operations) {
        for (Class<? extends ArgOp> type : THEMES.get(random.nextInt(THEMES.size()))) {
            operations.add(values.of(type));
        }
        for (int i = random.nextInt(MOST_OPERATIONS) + 1; i > 0; i--) {
            operations.add(operation());
            if (values.chance(30)) {
                operations.add(Ops.getFh());
            }
        }
    }

    /** Mostly one that the server has. */
    private ArgOp operation() {
        ArgOp operation = values.of(ArgOp.class);
        while (!server.implemented().contains(operation.op()) && values.chance(80)) {
            operation = values.of(ArgOp.class);
        }
        return operation;
    }

    private SequenceArgs sequence() {
        int slot = random.nextInt(SLOTS);
        int sequenceId = lastSequenceIds.getOrDefault(slot, 0) + 1;
        return new SequenceArgs(
                session.sessionId(), sequenceId, slot, SLOTS - 1, random.nextBoolean());
    }

    private byte[] damage(byte[] request) {
        byte[] damaged = request.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            if (values.chance(50)) {
                damaged[at] = (byte) random.nextInt();
            } else if (at + Integer.BYTES <= damaged.length) {
                int word = values.chance(50) ? random.nextInt(70) : -random.nextInt(3);
                ByteBuffer.wrap(damaged).putInt(at & -Integer.BYTES, word);
            }
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(damaged, random.nextInt(damaged.length));
            case 1 -> Arrays.copyOf(damaged, damaged.length + random.nextInt(20));
            default -> damaged;
        };
    }

    /** Sends a request, judges the answer, and sees that the session goes on. */
    private void run(int number, byte[] request) throws XdrException {
        int user = USERS[random.nextInt(USERS.length)];
        String what =
                "request %d of seed %d, %s"
                        .formatted(number, SEED, java.util.HexFormat.of().formatHex(request));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        byte[] reply = server.call(request, user);
        long used = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(used).as("heap for %s", what).isLessThan(MOST_HEAP_PER_REQUEST);
        assertThat(reply == null).as("garbage: %s", what).isEqualTo(ReplyJudge.isGarbage(request));
        if (reply == null) {
            return;
        }
        XdrReader reader = new XdrReader(reply);
        CompoundRes res = CompoundRes.decode(reader);
        assertThat(reader.remaining()).as("bytes behind the result of %s", what).isZero();
        assertThat(ReplyJudge.judge(request, res, server.implemented()))
                .as("%s%n%s", what, res)
                .isEmpty();
        boolean inSession = note(res);
        if (inSession) {
            assertThat(FuzzedServer.REPLY_HEADER_BYTES + reply.length)
                    .as("length of the reply to %s", what)
                    .isLessThanOrEqualTo(session.foreChannelAttributes().maxResponseSize());
            retry(what, request, user, reply, res);
        }
        goesOn(what, res);
        assertThat(server.state().clientIds()).isLessThanOrEqualTo(2 * FuzzedServer.MOST_CLIENTS);
        assertThat(server.state().sessions()).isLessThanOrEqualTo(FuzzedServer.MOST_SESSIONS);
    }

    /** Keeps what the reply tells; true if it came through the session. */
    private boolean note(CompoundRes res) {
        for (ResOp result : res.results()) {
            known.learn(result);
            seen.computeIfAbsent(result.op(), op -> new TreeSet<>())
                    .add(result.status().toString());
        }
        if (!res.results().isEmpty()
                && res.results().getFirst() instanceof SequenceResOk ok
                && ok.sessionId().equals(session.sessionId())) {
            lastSequenceIds.put(ok.slotId(), ok.sequenceId());
            return true;
        }
        return false;
    }

    /** The same request again has no effect: what was kept comes back, or nothing was kept. */
    private void retry(String what, byte[] request, int user, byte[] reply, CompoundRes res)
            throws XdrException {
        byte[] again = server.call(request, user);
        if (again == null || Arrays.equals(again, reply)) {
            assertThat(again).as("retry of %s", what).isNotNull();
            return;
        }
        CompoundRes other = CompoundRes.decode(new XdrReader(again));
        if (other.status().equals(NfsStatus.BADSESSION) && endsSession(res)) {
            return;
        }
        if (res.results().size() > 1) {
            // What is refused unseen is refused again, all else cannot be known any more.
            ResOp second = res.results().get(1);
            assertThat(other.results()).as("retry of %s", what).hasSize(2);
            assertThat(other.results().getLast().op()).as(what).isEqualTo(second.op());
            assertThat(other.status())
                    .as("retry of %s", what)
                    .isIn(second.status(), NfsStatus.RETRY_UNCACHED_REP);
        } else {
            assertThat(other.status()).as("retry of %s", what).isEqualTo(res.status());
        }
    }

    /** Every slot takes its next sequence id, unless the request may have ended the session. */
    private void goesOn(String what, CompoundRes res) throws XdrException {
        SequenceArgs next = sequence();
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(next)).encode(out);
        byte[] reply = server.call(out.toByteArray(), 0);
        assertThat(reply).as("answer after %s", what).isNotNull();
        CompoundRes after = CompoundRes.decode(new XdrReader(reply));
        if (after.status().equals(NfsStatus.BADSESSION) && endsSession(res)) {
            begin();
            return;
        }
        assertThat(after.status()).as("slot after %s%n%s", what, res).isEqualTo(NfsStatus.OK);
        lastSequenceIds.put(next.slotId(), next.sequenceId());
    }

    /** Destroyed, or ended by a new incarnation of its client. */
    private static boolean endsSession(CompoundRes res) {
        return res.results().stream()
                .anyMatch(result ->
                        result.status().isOk()
                                && (result.op().equals(Operation.DESTROY_SESSION)
                                        || result.op().equals(Operation.CREATE_SESSION)));
    }

    private void begin() {
        int reply = 600 + random.nextInt(6000);
        ClientOwner owner = new ClientOwner(1, Opaque.utf8("fuzzer"));
        session = server.session(owner, Ops.channel(65_536, reply, reply / 2, 16, SLOTS));
        lastSequenceIds.clear();
        lastSequenceIds.put(0, 1);
        known.sessions.add(session.sessionId());
    }
}
