package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

class BackPressureTest {
    private static final int REPLY_BYTES = 64 << 10;
    private static final int CALLS = 2_000;
    private static final int QUEUED = 256 << 10;

    /** Two socket buffers as large as Linux makes them by itself, and what a batch may add. */
    private static final int ELSEWHERE = 16 << 20;

    private final AtomicInteger answered = new AtomicInteger();
    private final FakeProgram large =
            new FakeProgram((_, _, reply) -> {
                answered.incrementAndGet();
                reply.results().reserveOpaque(REPLY_BYTES);
            });

    private static byte[] manyCalls() {
        ByteBuffer calls = ByteBuffer.allocate(CALLS * (RawPeer.call(0, 1).length + 4));
        for (int xid = 0; xid < CALLS; xid++) {
            calls.put(RawPeer.mark(RawPeer.call(xid, 1)));
        }
        return calls.array();
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadFromAndGetsAllWhenItDoes() throws Exception {
        RpcLimits limits = RpcLimits.builder().queuedBytes(QUEUED).build();
        try (RpcServer server = TestServers.start(large, limits);
                RawPeer peer = RawPeer.connectNarrow(server.address(), 32 << 10);
                RawPeer other = RawPeer.connect(server.address())) {
            Thread sender = Thread.ofVirtual().start(() -> sendQuietly(peer, manyCalls()));
            Eventually.until("some are answered", () -> answered.get() > 0);
            awaitStandstill();
            int most = (QUEUED + ELSEWHERE) / REPLY_BYTES;
            assertThat(answered.get()).isLessThan(most).isLessThan(CALLS);
            // others are served meanwhile
            other.sendRecord(RawPeer.call(7, 1));
            assertThat(other.readReply().xid()).isEqualTo(7);
            for (int xid = 0; xid < CALLS; xid++) {
                assertThat(peer.readReply().xid()).isEqualTo(xid);
            }
            sender.join();
        }
    }

    @Test
    void aPeerThatTakesNothingForTooLongIsEnded() throws Exception {
        RpcLimits limits =
                RpcLimits.builder()
                        .queuedBytes(QUEUED)
                        .stallTimeout(Duration.ofMillis(300))
                        .build();
        try (RpcServer server = TestServers.start(large, limits);
                RawPeer peer = RawPeer.connectNarrow(server.address(), 32 << 10)) {
            Thread sender = Thread.ofVirtual().start(() -> sendQuietly(peer, manyCalls()));
            Eventually.until("the connection is ended", () -> large.closed.size() == 1);
            sender.join();
            assertThat(server.metrics().connectionsEndedForCause()).isEqualTo(1);
        }
    }

    @Test
    void whatAllPeersLeaveWaitingIsBoundedTogether() throws Exception {
        RpcLimits limits =
                RpcLimits.builder().queuedBytes(64 << 20).totalQueuedBytes(QUEUED).build();
        try (RpcServer server = TestServers.start(large, limits);
                RawPeer peer = RawPeer.connectNarrow(server.address(), 32 << 10)) {
            Thread sender = Thread.ofVirtual().start(() -> sendQuietly(peer, manyCalls()));
            Eventually.until("some are answered", () -> answered.get() > 0);
            awaitStandstill();
            assertThat(answered.get()).isLessThan((QUEUED + ELSEWHERE) / REPLY_BYTES);
            for (int xid = 0; xid < CALLS; xid++) {
                assertThat(peer.readReply().xid()).isEqualTo(xid);
            }
            sender.join();
        }
    }

    @Test
    void callsBeyondThoseInProgressWaitUntilOneIsCompleted() throws Exception {
        var pending = new ConcurrentLinkedQueue<DeferredReply>();
        FakeProgram program = new FakeProgram((_, _, reply) -> pending.add(reply.defer()));
        RpcLimits limits = RpcLimits.builder().callsInProgress(10).build();
        try (RpcServer server = TestServers.start(program, limits);
                RawPeer peer = RawPeer.connect(server.address())) {
            peer.send(manyCalls());
            for (int xid = 0; xid < CALLS; xid++) {
                int expected = Math.min(10, CALLS - xid);
                Eventually.until("calls come in", () -> pending.size() == expected);
                pending.remove().send();
                assertThat(peer.readReply().xid()).isEqualTo(xid);
            }
            assertThat(server.metrics().callsDeferred()).isEqualTo(CALLS);
        }
    }

    private void awaitStandstill() {
        int[] last = {-1, 0};
        Eventually.until(
                "the server has stopped answering",
                () -> {
                    int now = answered.get();
                    last[1] = now == last[0] ? last[1] + 1 : 0;
                    last[0] = now;
                    return last[1] >= 50;
                });
    }

    private static void sendQuietly(RawPeer peer, byte[] bytes) {
        try {
            peer.send(bytes);
        } catch (java.io.IOException _) {
            // the server has ended the connection
        }
    }
}
