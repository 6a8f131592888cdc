package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;

class ServerLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    private static byte[] half(byte[] record) {
        byte[] marked = RawPeer.mark(record);
        return java.util.Arrays.copyOf(marked, marked.length - 4);
    }

    @Test
    void aRecordBegunAndNotFinishedEndsTheConnection() throws Exception {
        RpcLimits limits = RpcLimits.builder().recordTimeout(SHORT).build();
        FakeProgram program = FakeProgram.echo();
        try (RpcServer server = TestServers.start(program, limits);
                RawPeer slow = RawPeer.connect(server.address());
                RawPeer idle = RawPeer.connect(server.address())) {
            slow.sendRecord(RawPeer.call(1, 1));
            slow.readReply();
            slow.send(half(RawPeer.call(2, 1)));
            assertThat(slow.isEnded()).isTrue();
            assertThat(server.metrics().connectionsEndedForCause()).isEqualTo(1);
            idle.sendRecord(RawPeer.call(1, 1));
            assertThat(idle.readReply().xid()).isEqualTo(1);
        }
    }

    @Test
    void aMarkBegunAndNotFinishedEndsTheConnection() throws Exception {
        RpcLimits limits = RpcLimits.builder().recordTimeout(SHORT).build();
        try (RpcServer server = TestServers.start(FakeProgram.echo(), limits);
                RawPeer slow = RawPeer.connect(server.address())) {
            slow.send(new byte[] {(byte) 0x80});
            assertThat(slow.isEnded()).isTrue();
        }
    }

    @Test
    void aRecordThatIsFinishedInTimeAfterLongSilenceIsAnswered() throws Exception {
        RpcLimits limits = RpcLimits.builder().recordTimeout(Duration.ofSeconds(1)).build();
        try (RpcServer server = TestServers.start(FakeProgram.echo(), limits);
                RawPeer peer = RawPeer.connect(server.address());
                RawPeer clock = RawPeer.connect(server.address())) {
            peer.sendRecord(RawPeer.call(1, 1));
            peer.readReply();
            // the end of this one shows that more than the timeout has passed
            clock.send(half(RawPeer.call(2, 1)));
            assertThat(clock.isEnded()).isTrue();
            byte[] marked = RawPeer.mark(RawPeer.call(3, 1));
            peer.send(java.util.Arrays.copyOf(marked, 10));
            peer.send(java.util.Arrays.copyOfRange(marked, 10, marked.length));
            assertThat(peer.readReply().xid()).isEqualTo(3);
        }
    }

    @Test
    void anIdleConnectionIsEnded() throws Exception {
        RpcLimits limits = RpcLimits.builder().idleTimeout(SHORT).build();
        try (RpcServer server = TestServers.start(FakeProgram.echo(), limits);
                RawPeer peer = RawPeer.connect(server.address())) {
            peer.sendRecord(RawPeer.call(1, 1));
            peer.readReply();
            assertThat(peer.isEnded()).isTrue();
        }
    }

    @Test
    void aConnectionWithACallInProgressIsNotIdle() throws Exception {
        RpcLimits limits = RpcLimits.builder().idleTimeout(SHORT).build();
        var pending = new java.util.concurrent.LinkedBlockingQueue<DeferredReply>();
        FakeProgram program = new FakeProgram((_, _, reply) -> pending.add(reply.defer()));
        try (RpcServer server = TestServers.start(program, limits);
                RawPeer busy = RawPeer.connect(server.address());
                RawPeer idle = RawPeer.connect(server.address())) {
            busy.sendRecord(RawPeer.call(1, 1));
            DeferredReply reply = pending.take();
            assertThat(idle.isEnded()).isTrue();
            try (RawPeer later = RawPeer.connect(server.address())) {
                assertThat(later.isEnded()).isTrue();
            }
            assertThat(reply.send()).isTrue();
            assertThat(busy.readReply().xid()).isEqualTo(1);
        }
    }

    @Test
    void aRecordThatIsTooLongEndsTheConnection() throws Exception {
        RpcLimits limits = RpcLimits.builder().recordBytes(2048).build();
        try (RpcServer server = TestServers.start(FakeProgram.echo(), limits);
                RawPeer peer = RawPeer.connect(server.address())) {
            int head = RawPeer.call(1, 1).length;
            peer.sendRecord(RawPeer.call(1, 1, out -> out.writeOpaque(new byte[2044 - head])));
            assertThat(peer.readReply().isSuccess()).isTrue();
            peer.send(ByteBuffer.allocate(4).putInt(0, 2049 | Integer.MIN_VALUE).array());
            assertThat(peer.isEnded()).isTrue();
        }
    }

    @Test
    void connectionsBeyondTheLimitAreRefusedUntilOneHasGone() throws Exception {
        RpcLimits limits = RpcLimits.builder().connections(2).build();
        checkTwoConnectionsAreTaken(limits);
    }

    @Test
    void connectionsOfOneAddressBeyondTheLimitAreRefusedUntilOneHasGone() throws Exception {
        RpcLimits limits = RpcLimits.builder().connectionsPerAddress(2).build();
        checkTwoConnectionsAreTaken(limits);
    }

    private static void checkTwoConnectionsAreTaken(RpcLimits limits) throws Exception {
        FakeProgram program = FakeProgram.echo();
        try (RpcServer server = TestServers.start(program, limits);
                RawPeer first = RawPeer.connect(server.address());
                RawPeer second = RawPeer.connect(server.address());
                RawPeer third = RawPeer.connect(server.address())) {
            assertThat(third.isEnded()).isTrue();
            assertThat(server.metrics().connectionsRefused()).isEqualTo(1);
            first.disconnect();
            Eventually.until("the end is noticed", () -> !program.closed.isEmpty());
            second.sendRecord(RawPeer.call(2, 1));
            assertThat(second.readReply().xid()).isEqualTo(2);
            Eventually.until(
                    "there is room again",
                    () -> {
                        try (RawPeer fourth = RawPeer.connect(server.address())) {
                            fourth.sendRecord(RawPeer.call(4, 1));
                            return fourth.readReply().xid() == 4;
                        } catch (Exception _) {
                            return false;
                        }
                    });
        }
    }
}
