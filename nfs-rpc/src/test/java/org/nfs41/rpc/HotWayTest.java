package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Opaque;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

class HotWayTest {
    private static final int BATCH = 200;
    private static final int ROUNDS = 200;

    /** Waiting for a channel makes some objects; shared by a batch it is a few bytes per call. */
    private static final int MOST_BYTES_PER_CALL = 16;

    @Test
    void callsThatAreAnsweredAtOnceMakeNoGarbage() throws Exception {
        OpaqueAuth user = new AuthSys(1, Opaque.utf8("host"), 2, 3, List.of(4, 5)).toOpaqueAuth();
        ByteBuffer batch = ByteBuffer.allocate(BATCH * 256);
        for (int xid = 0; xid < BATCH; xid++) {
            CallHeader header =
                    new CallHeader(
                            xid, FakeProgram.NUMBER, FakeProgram.VERSION, 1, user, OpaqueAuth.NONE);
            batch.put(RawPeer.mark(RawPeer.call(header, out -> out.writeLong(7))));
        }
        byte[] calls = Arrays.copyOf(batch.array(), batch.position());
        try (RpcServer server = TestServers.start(FakeProgram.echo());
                RawPeer peer = RawPeer.connect(server.address())) {
            exchange(peer, calls, ROUNDS);
            long before = allocatedByLoops();
            exchange(peer, calls, ROUNDS);
            long perCall = (allocatedByLoops() - before) / (BATCH * ROUNDS);
            assertThat(perCall).isLessThan(MOST_BYTES_PER_CALL);
        }
    }

    private static void exchange(RawPeer peer, byte[] calls, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            peer.send(calls);
            for (int xid = 0; xid < BATCH; xid++) {
                assertThat(peer.readRecord()).hasSize(RpcReply.HEADER_BYTES + Long.BYTES);
            }
        }
    }

    private static long allocatedByLoops() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("rpc-server"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }
}
