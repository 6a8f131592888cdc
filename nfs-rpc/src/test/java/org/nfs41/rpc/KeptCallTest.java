package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that are answered later and whose arguments are needed until then. */
class KeptCallTest {
    private static final int PLAIN = 1;
    private static final int KEPT = 2;
    private static final int LARGE = 1_000_000;

    /** A call, and what was kept of it. */
    private record Kept(int xid, XdrReader args, DeferredReply reply) {}

    private final BlockingQueue<Kept> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final FakeProgram program = new FakeProgram(this::answer);
    private RpcServer server;

    private void answer(RpcCall call, XdrReader args, RpcReply reply) {
        if (call.procedure() == KEPT) {
            DeferredReply later = reply.defer();
            pending.add(new Kept(call.xid(), later.keep(args), later));
            taken.incrementAndGet();
        } else {
            reply.success();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = TestServers.start(program);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] content(int xid, int length) {
        byte[] content = new byte[length];
        new Random(xid).nextBytes(content);
        return content;
    }

    private static byte[] call(int xid, int procedure, int length) {
        return RawPeer.mark(
                RawPeer.call(xid, procedure, out -> out.writeOpaque(content(xid, length))));
    }

    private Kept next() throws InterruptedException {
        Kept kept = pending.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(kept).isNotNull();
        return kept;
    }

    private static void assertWhole(Kept kept, int length) throws XdrException {
        assertThat(kept.args().readOpaque(Integer.MAX_VALUE).toByteArray())
                .isEqualTo(content(kept.xid(), length));
        assertThat(kept.args().remaining()).isZero();
    }

    @Test
    void whatIsKeptStaysAsItWasWhileMoreComes() throws Exception {
        int[] lengths = {LARGE, 10, LARGE, 300_000, 70_000, LARGE, 3};
        for (int round = 0; round < 4; round++) {
            try (RawPeer peer = RawPeer.connect(server.address())) {
                for (int i = 0; i < lengths.length; i++) {
                    peer.send(call(i, KEPT, lengths[i]));
                    peer.send(call(100 + i, PLAIN, lengths[lengths.length - 1 - i]));
                }
                for (int i = 0; i < lengths.length; i++) {
                    assertThat(peer.readReply().xid()).isEqualTo(100 + i);
                }
                for (int length : lengths) {
                    Kept kept = next();
                    assertWhole(kept, length);
                    assertThat(kept.reply().send()).isTrue();
                    assertThat(peer.readReply().xid()).isEqualTo(kept.xid());
                }
            }
        }
    }

    @Test
    void whatIsKeptOutlivesTheConnection() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.send(call(7, KEPT, LARGE));
            Kept kept = next();
            peer.reset();
            Eventually.until("it is known", () -> !kept.reply().connection().isOpen());
            try (RawPeer other = RawPeer.connect(server.address())) {
                other.send(call(8, PLAIN, LARGE));
                assertThat(other.readReply().xid()).isEqualTo(8);
            }
            assertWhole(kept, LARGE);
            kept.reply().send();
        }
    }

    @Test
    void callsWaitInTheSocketWhenSoMuchIsKeptOfOthers() throws Exception {
        int calls = 40;
        int most = RpcLimits.QUEUED_BYTES / LARGE + 1;
        var failed = new ConcurrentLinkedQueue<IOException>();
        try (RawPeer peer = RawPeer.connect(server.address())) {
            Thread sender = Thread.ofVirtual().start(() -> sendAll(peer, calls, failed));
            for (int i = 0; i < calls; i++) {
                int answered = i;
                int expected = Math.min(most, calls - answered);
                Eventually.until("more come", () -> taken.get() - answered >= expected);
                assertThat(taken.get() - answered).isLessThanOrEqualTo(most);
                Kept kept = next();
                assertThat(kept.xid()).isEqualTo(i);
                assertWhole(kept, LARGE);
                kept.reply().send();
                assertThat(peer.readReply().xid()).isEqualTo(i);
            }
            sender.join();
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void severalPeersShareWhatALoopKeepsAndAllAreAnswered() throws Exception {
        int peers = 12;
        int calls = 8;
        RawPeer[] all = new RawPeer[peers];
        var failed = new ConcurrentLinkedQueue<IOException>();
        try {
            for (int i = 0; i < peers; i++) {
                RawPeer peer = RawPeer.connect(server.address());
                all[i] = peer;
                Thread.ofVirtual().start(() -> sendAll(peer, calls, failed));
            }
            for (int i = 0; i < peers * calls; i++) {
                Kept kept = next();
                assertWhole(kept, LARGE);
                kept.reply().send();
            }
            for (RawPeer peer : all) {
                for (int i = 0; i < calls; i++) {
                    assertThat(peer.readReply().isSuccess()).isTrue();
                }
            }
        } finally {
            for (RawPeer peer : all) {
                if (peer != null) {
                    peer.close();
                }
            }
        }
        assertThat(failed).isEmpty();
    }

    private static void sendAll(
            RawPeer peer, int calls, ConcurrentLinkedQueue<IOException> failed) {
        try {
            for (int xid = 0; xid < calls; xid++) {
                peer.send(call(xid, KEPT, LARGE));
            }
        } catch (IOException e) {
            failed.add(e);
        }
    }

    @Test
    void aBufferThatWasGivenAwayIsNotUsedByTheDecoder() throws XdrException {
        RecordDecoder decoder = new RecordDecoder(1 << 20);
        byte[] first = RawPeer.mark(content(1, 100_000));
        byte[] second = RawPeer.mark(content(2, 100_000));
        ByteBuffer[] given = new ByteBuffer[1];
        RecordDecoder.Sink sink =
                (buffer, _, _) -> {
                    if (given[0] == null) {
                        assertThat(decoder.give(1 << 20)).as("not that large").isFalse();
                        assertThat(decoder.give(100_000)).isTrue();
                        assertThat(decoder.give(1)).as("once").isFalse();
                        given[0] = buffer;
                    }
                    return true;
                };
        for (byte[] record : new byte[][] {first, second}) {
            // in two pieces, as a record in one piece lies in the input
            decoder.decode(ByteBuffer.wrap(record), 0, 50_000, sink);
            decoder.decode(ByteBuffer.wrap(record), 50_000, record.length, sink);
        }
        byte[] found = new byte[100_000];
        given[0].get(0, found);
        assertThat(found).isEqualTo(content(1, 100_000));
        assertThat(decoder.give(1)).as("no record is being handed on").isFalse();
    }
}
