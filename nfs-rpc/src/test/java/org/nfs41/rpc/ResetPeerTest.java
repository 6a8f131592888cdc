package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrReader;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A peer that resets its connection while it is being answered, and another one beside it. */
class ResetPeerTest {
    private static final int ECHO = 1;
    private static final int ANSWERED_AFTER_RESET = 2;

    private static final int LARGE_BYTES = 10_000;

    private final Semaphore called = new Semaphore(0);
    private final Semaphore reset = new Semaphore(0);

    @Test
    void replyThatCannotBeWrittenLeavesTheLoopsBufferAsItWas() throws Exception {
        try (RpcServer server = start();
                RawPeer other = RawPeer.connect(server.address())) {
            resetWhileAnswered(server);
            // longer than the reply that was lost
            Opaque large = Opaque.of(new byte[LARGE_BYTES]);
            other.sendRecord(RawPeer.call(7, ECHO, out -> out.writeFixedOpaque(large)));
            XdrReader reply = new XdrReader(other.readRecord());
            assertThat(RpcMessage.decode(reply))
                    .isEqualTo(AcceptedReply.of(7, AcceptStatus.SUCCESS));
            assertThat(reply.remaining()).isEqualTo(LARGE_BYTES);
        }
    }

    private void resetWhileAnswered(RpcServer server) throws Exception {
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.sendRecord(RawPeer.call(5, ANSWERED_AFTER_RESET));
            await(called);
            peer.reset();
        }
        reset.release();
    }

    /** With one loop, so that its connections share all they can. */
    private RpcServer start() throws IOException {
        FakeProgram program =
                new FakeProgram((call, args, reply) -> {
                    if (call.procedure() == ANSWERED_AFTER_RESET) {
                        called.release();
                        await(reset);
                    }
                    reply.results().writeRaw(args.buffer(), args.position(), args.remaining());
                });
        return RpcServer.builder()
                .program(program)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .loops(1)
                .start();
    }

    private static void await(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
