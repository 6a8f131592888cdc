package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class DeferredReplyTest {
    private static final int DEFERS = 1;
    private static final int DEFERS_AND_FAILS = 2;
    private static final int DEFERS_AND_FINDS_GARBAGE = 3;
    private static final int DEFERS_TWICE = 4;

    private final BlockingQueue<DeferredReply> pending = new LinkedBlockingQueue<>();
    private final FakeProgram program = new FakeProgram(this::answer);
    private RpcServer server;
    private RawPeer peer;

    private void answer(RpcCall call, XdrReader args, RpcReply reply) throws XdrException {
        switch (call.procedure()) {
            case DEFERS -> pending.add(reply.defer());
            case DEFERS_AND_FAILS -> {
                pending.add(reply.defer());
                throw new IllegalStateException("the program fails on purpose");
            }
            case DEFERS_AND_FINDS_GARBAGE -> {
                pending.add(reply.defer());
                args.readLong();
            }
            case DEFERS_TWICE -> {
                pending.add(reply.defer());
                reply.success();
            }
            default -> NullProcedure.answer(call, reply);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = TestServers.start(program);
        peer = RawPeer.connect(server.address());
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        server.close();
    }

    private DeferredReply defer(int xid) throws Exception {
        peer.sendRecord(RawPeer.call(xid, DEFERS));
        DeferredReply reply = pending.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(reply).isNotNull();
        return reply;
    }

    @Test
    void repliesLeaveInTheOrderTheyAreCompletedIn() throws Exception {
        List<DeferredReply> replies = new ArrayList<>();
        for (int xid = 0; xid < 5; xid++) {
            replies.add(defer(xid));
        }
        peer.sendRecord(RawPeer.call(100, 0));
        assertThat(peer.readReply().xid()).isEqualTo(100);
        for (int xid : new int[] {3, 0, 4, 1, 2}) {
            XdrWriter out = replies.get(xid).results();
            out.writeInt(1000 + xid);
            assertThat(replies.get(xid).send()).isTrue();
            XdrReader in = new XdrReader(peer.readRecord());
            assertThat(RpcMessage.decode(in))
                    .isEqualTo(AcceptedReply.of(xid, AcceptStatus.SUCCESS));
            assertThat(in.readInt()).isEqualTo(1000 + xid);
            assertThat(in.remaining()).isZero();
        }
    }

    @Test
    void everyKindOfAnswerCanBeGivenLater() throws Exception {
        defer(1).send();
        assertThat(peer.readReply()).isEqualTo(AcceptedReply.of(1, AcceptStatus.SUCCESS));
        DeferredReply begun = defer(2);
        begun.results().writeLong(0);
        begun.fail(AcceptStatus.GARBAGE_ARGS);
        assertThat(peer.readReply()).isEqualTo(AcceptedReply.of(2, AcceptStatus.GARBAGE_ARGS));
        defer(3).reject(AuthStatus.TOOWEAK);
        assertThat(peer.readReply()).isEqualTo(new AuthErrorReply(3, AuthStatus.TOOWEAK));
        defer(4).drop();
        defer(5).send();
        assertThat(peer.readReply().xid()).isEqualTo(5);
    }

    @Test
    void onlyTheFirstCompletionCounts() throws Exception {
        DeferredReply reply = defer(1);
        assertThat(reply.send()).isTrue();
        assertThat(reply.send()).isFalse();
        assertThat(reply.fail(AcceptStatus.SYSTEM_ERR)).isFalse();
        assertThat(reply.reject(AuthStatus.FAILED)).isFalse();
        assertThat(reply.drop()).isFalse();
        assertThatThrownBy(reply::results).isInstanceOf(IllegalStateException.class);
        assertThat(peer.readReply().xid()).isEqualTo(1);
        defer(2).send();
        assertThat(peer.readReply().xid()).isEqualTo(2);
    }

    @Test
    void ofManyThreadsThatCompleteOneIsHeard() throws Exception {
        for (int xid = 0; xid < 50; xid++) {
            DeferredReply reply = defer(xid);
            AtomicInteger heard = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    if (reply.fail(AcceptStatus.SYSTEM_ERR)) {
                                        heard.incrementAndGet();
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(heard.get()).isEqualTo(1);
            assertThat(peer.readReply().xid()).isEqualTo(xid);
        }
    }

    @Test
    void aProgramThatFailsAfterDeferringIsASystemError() throws Exception {
        peer.sendRecord(RawPeer.call(1, DEFERS_AND_FAILS));
        assertThat(peer.readReply()).isEqualTo(AcceptedReply.of(1, AcceptStatus.SYSTEM_ERR));
        peer.sendRecord(RawPeer.call(2, DEFERS_AND_FINDS_GARBAGE));
        assertThat(peer.readReply()).isEqualTo(AcceptedReply.of(2, AcceptStatus.GARBAGE_ARGS));
        peer.sendRecord(RawPeer.call(3, DEFERS_TWICE));
        assertThat(peer.readReply()).isEqualTo(AcceptedReply.of(3, AcceptStatus.SYSTEM_ERR));
        assertThat(pending).hasSize(3).noneMatch(DeferredReply::send);
    }

    @Test
    void aReplyToAConnectionThatHasEndedIsDropped() throws Exception {
        DeferredReply reply = defer(1);
        server.close();
        assertThat(program.closed).hasSize(1);
        assertThat(reply.send()).isTrue();
        assertThat(reply.connection().isOpen()).isFalse();
    }

    @Test
    void aPeerThatHasClosedItsDirectionStillGetsItsReplies() throws Exception {
        DeferredReply reply = defer(1);
        peer.socket().shutdownOutput();
        reply.send();
        assertThat(peer.readReply().xid()).isEqualTo(1);
        assertThat(peer.isEnded()).isTrue();
    }

    @Test
    void largeRepliesCompletedTogetherArriveWhole() throws Exception {
        int size = 300_000;
        List<DeferredReply> replies = new ArrayList<>();
        for (int xid = 0; xid < 20; xid++) {
            replies.add(defer(xid));
        }
        for (int xid = 0; xid < 20; xid++) {
            DeferredReply reply = replies.get(xid);
            byte[] payload = new byte[size + xid];
            java.util.Arrays.fill(payload, (byte) xid);
            Thread.ofVirtual()
                    .start(() -> {
                        reply.results().writeOpaque(payload);
                        reply.send();
                    });
        }
        boolean[] seen = new boolean[20];
        for (int i = 0; i < 20; i++) {
            XdrReader in = new XdrReader(peer.readRecord());
            int xid = RpcMessage.decode(in).xid();
            byte[] payload = in.readOpaque(2 * size).toByteArray();
            assertThat(payload).hasSize(size + xid).containsOnly(xid);
            seen[xid] = true;
        }
        assertThat(seen).doesNotContain(false);
    }
}
