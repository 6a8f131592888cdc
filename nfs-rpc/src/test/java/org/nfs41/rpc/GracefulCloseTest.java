package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

class GracefulCloseTest {
    private final BlockingQueue<DeferredReply> pending = new LinkedBlockingQueue<>();
    private final FakeProgram defers = new FakeProgram((_, _, reply) -> pending.add(reply.defer()));

    @Test
    void callsInProgressAreAnsweredAndNewOnesAreNot() throws Exception {
        RpcServer server = TestServers.start(defers);
        java.net.InetSocketAddress address = server.address();
        try (RawPeer peer = RawPeer.connect(address);
                RawPeer idle = RawPeer.connect(address)) {
            peer.sendRecord(RawPeer.call(1, 1));
            DeferredReply reply = pending.take();
            CompletableFuture<Boolean> closed =
                    CompletableFuture.supplyAsync(() -> server.close(Eventually.DEADLINE));
            // an idle connection ends at once, which shows that closing has begun
            assertThat(idle.isEnded()).isTrue();
            idle.disconnect();
            Eventually.until(
                    "no more connections are accepted",
                    () -> {
                        try (RawPeer late = RawPeer.connect(address)) {
                            return late.isEnded();
                        } catch (IOException _) {
                            return true;
                        }
                    });
            peer.sendRecord(RawPeer.call(2, 1));
            Eventually.until(
                    "the second call has come", () -> server.metrics().callsReceived() == 2);
            reply.results().reserveOpaque(1 << 20);
            reply.send();
            assertThat(peer.readReply().xid()).isEqualTo(1);
            assertThat(peer.isEnded()).isTrue();
            peer.disconnect();
            assertThat(closed.get()).isTrue();
            assertThat(pending).isEmpty();
            assertThat(defers.closed).hasSameSizeAs(defers.opened);
        }
    }

    @Test
    void callsThatAreNotCompletedInTimeAreCutOff() throws Exception {
        RpcServer server = TestServers.start(defers);
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.sendRecord(RawPeer.call(1, 1));
            DeferredReply reply = pending.take();
            assertThat(server.close(Duration.ofMillis(50))).isFalse();
            assertThat(peer.isEnded()).isTrue();
            assertThat(reply.send()).isTrue();
            assertThat(server.metrics().connectionsOpen()).isZero();
        }
    }

    @Test
    void aServerWithoutConnectionsClosesAtOnceAndTwice() throws Exception {
        RpcServer server = TestServers.start(defers);
        assertThat(server.close(Eventually.DEADLINE)).isTrue();
        assertThat(server.close(Eventually.DEADLINE)).isTrue();
    }

    @Test
    void aPeerThatDoesNotCloseDoesNotHoldTheServerUp() throws Exception {
        RpcServer server = TestServers.start(FakeProgram.echo());
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.sendRecord(RawPeer.call(1, 1));
            peer.readReply();
            assertThat(server.close(Eventually.DEADLINE)).isTrue();
            assertThat(peer.isEnded()).isTrue();
        }
    }
}
