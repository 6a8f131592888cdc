package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Replies that end in something that is not in memory. */
class ReplyTailTest {
    private static final int PLAIN = 1;
    private static final int WITH_TAIL = 2;
    private static final int DEFERRED = 3;
    private static final int APPENDS_AND_FAILS = 4;
    private static final int BREAKS_OFF = 5;
    private static final int HEAD_BYTES = RpcReply.HEADER_BYTES + Integer.BYTES;
    private static final byte[] CONTENT = new byte[2 << 20];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    /** Bytes of the content, of which so many are there although more were promised. */
    private static final class Part implements ReplyTail {
        private final ByteBuffer rest;
        private final int there;
        private final AtomicInteger closed = new AtomicInteger();

        Part(int length, int there) {
            rest = ByteBuffer.wrap(CONTENT, 0, length).slice();
            this.there = there;
        }

        @Override
        public int remaining() {
            return rest.remaining();
        }

        @Override
        public long writeTo(WritableByteChannel target) throws IOException {
            int left = there - rest.position();
            if (left <= 0) {
                throw new IOException("the rest is gone");
            }
            int limit = rest.limit();
            rest.limit(Math.min(limit, rest.position() + left));
            int written = target.write(rest);
            rest.limit(limit);
            return written;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final BlockingQueue<DeferredReply> pending = new LinkedBlockingQueue<>();
    private final FakeProgram program = new FakeProgram(this::answer);
    private RpcServer server;

    private void answer(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
        switch (call.procedure()) {
            case WITH_TAIL -> {
                reply.results().writeInt(call.xid());
                reply.append(part(args.readInt()));
            }
            case DEFERRED -> pending.add(reply.defer());
            case APPENDS_AND_FAILS -> {
                reply.results().writeInt(call.xid());
                reply.append(part(args.readInt()));
                throw new IllegalStateException("the program fails on purpose");
            }
            case BREAKS_OFF -> {
                int length = args.readInt();
                reply.results().writeInt(call.xid());
                Part part = new Part(length, length - 1);
                parts.add(part);
                reply.append(part);
            }
            default -> reply.results().writeInt(call.xid());
        }
    }

    private Part part(int length) {
        Part part = new Part(length, length);
        parts.add(part);
        return part;
    }

    @BeforeEach
    void start() throws IOException {
        server = TestServers.start(program);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] call(int xid, int procedure, int length) {
        return RawPeer.mark(RawPeer.call(xid, procedure, out -> out.writeInt(length)));
    }

    private static void assertReply(RawPeer peer, int xid, int length) throws IOException {
        byte[] record = peer.readRecord();
        int padded = (length + 3) / 4 * 4;
        assertThat(record).hasSize(HEAD_BYTES + padded);
        ByteBuffer whole = ByteBuffer.wrap(record);
        assertThat(whole.getInt(0)).isEqualTo(xid);
        assertThat(whole.getInt(RpcReply.HEADER_BYTES)).isEqualTo(xid);
        assertThat(whole.slice(HEAD_BYTES, length)).isEqualTo(ByteBuffer.wrap(CONTENT, 0, length));
        for (int i = HEAD_BYTES + length; i < record.length; i++) {
            assertThat(record[i]).isZero();
        }
    }

    private void assertAllClosedOnce() {
        Eventually.until(
                "all tails are closed", () -> parts.stream().allMatch(p -> p.closed.get() > 0));
        assertThat(parts).isNotEmpty().allMatch(part -> part.closed.get() == 1);
    }

    @Test
    void tailsStandWhereTheyBelongAmongOtherReplies() throws Exception {
        int[] lengths = {1_000_000, 0, 1, 70_001, 2, 3, 4, 5, CONTENT.length};
        ByteBuffer calls = ByteBuffer.allocate(1 << 12);
        for (int xid = 0; xid < lengths.length; xid++) {
            calls.put(call(100 + xid, PLAIN, 0)).put(call(xid, WITH_TAIL, lengths[xid]));
        }
        byte[] sent = new byte[calls.position()];
        calls.get(0, sent);
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.send(sent);
            for (int xid = 0; xid < lengths.length; xid++) {
                assertReply(peer, 100 + xid, 0);
                assertReply(peer, xid, lengths[xid]);
            }
        }
        assertAllClosedOnce();
    }

    @Test
    void aDeferredReplyCanEndInATail() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.send(call(7, DEFERRED, 0));
            DeferredReply reply =
                    pending.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(reply).isNotNull();
            reply.results().writeInt(7);
            reply.append(part(300_001));
            assertThat(reply.send()).isTrue();
            assertReply(peer, 7, 300_001);
            // nobody wants this one
            reply.append(part(10));
            assertThat(reply.send()).isFalse();
        }
        assertAllClosedOnce();
    }

    @Test
    void aTailGoesWithTheDeferredReplyThatItWasFor() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.address())) {
            for (int xid = 0; xid < 3; xid++) {
                peer.send(call(xid, DEFERRED, 0));
            }
            for (int i = 0; i < 3; i++) {
                DeferredReply reply =
                        pending.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(reply).isNotNull();
                reply.results().writeInt(i);
                reply.append(part(100_000));
                switch (i) {
                    case 0 -> reply.fail(AcceptStatus.SYSTEM_ERR);
                    case 1 -> reply.drop();
                    default -> {
                        // one that has only ended its own direction is waited for some time
                        peer.disconnect();
                        Eventually.until("it is known", () -> !reply.connection().isOpen());
                        reply.send();
                    }
                }
            }
        }
        assertAllClosedOnce();
    }

    @Test
    void aProgramThatFailsAfterAllAnswersWithoutTheTail() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.address())) {
            peer.send(call(1, APPENDS_AND_FAILS, 500));
            assertThat(peer.readReply().isSuccess()).isFalse();
            peer.send(call(2, PLAIN, 0));
            assertReply(peer, 2, 0);
        }
        assertAllClosedOnce();
    }

    @Test
    void aTailWithLessThanPromisedEndsTheConnectionAndNothingFollows() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.address())) {
            ByteBuffer calls = ByteBuffer.allocate(1 << 10);
            calls.put(call(1, WITH_TAIL, 70_000));
            calls.put(call(2, BREAKS_OFF, 70_000)).put(call(3, WITH_TAIL, 70_000));
            byte[] sent = new byte[calls.position()];
            calls.get(0, sent);
            peer.send(sent);
            assertReply(peer, 1, 70_000);
            byte[] rest = peer.socket().getInputStream().readAllBytes();
            assertThat(rest).hasSizeLessThan(Integer.BYTES + HEAD_BYTES + 70_000);
        }
        assertAllClosedOnce();
    }

    @Test
    void aPeerThatDoesNotReadHoldsUpItselfOnly() throws Exception {
        int calls = 400;
        int length = 1 << 20;
        try (RawPeer peer = RawPeer.connectNarrow(server.address(), 32 << 10);
                RawPeer other = RawPeer.connect(server.address())) {
            for (int xid = 0; xid < calls; xid++) {
                peer.send(call(xid, WITH_TAIL, length));
            }
            Eventually.until("some are answered", () -> !parts.isEmpty());
            other.send(call(7, WITH_TAIL, length));
            assertReply(other, 7, length);
            // what is queued, what the sockets take, and one more
            int most = (RpcLimits.QUEUED_BYTES + (16 << 20)) / length + 2;
            assertThat(parts).hasSizeLessThan(most);
            for (int xid = 0; xid < 40; xid++) {
                assertReply(peer, xid, length);
            }
            assertThat(parts).hasSizeLessThan(40 + most);
        }
        assertAllClosedOnce();
    }
}
