package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

class RpcClientTest {
    private static CompletableFuture<RpcResponse> call(
            RpcClient client, int procedure, Consumer<XdrWriter> args) {
        return client.call(
                FakeProgram.NUMBER,
                FakeProgram.VERSION,
                procedure,
                OpaqueAuth.NONE,
                args,
                Eventually.DEADLINE);
    }

    private static RpcResponse get(CompletableFuture<RpcResponse> response) throws Exception {
        return response.get(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static RpcException.Kind failure(CompletableFuture<?> response) {
        ExecutionException failed =
                catchThrowableOfType(
                        ExecutionException.class,
                        () -> response.get(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
        assertThat(failed).isNotNull().hasCauseInstanceOf(RpcException.class);
        return ((RpcException) failed.getCause()).kind();
    }

    @Test
    void manyOutstandingCallsGetTheirOwnResults() throws Exception {
        try (RpcServer server = TestServers.start(FakeProgram.echo());
                RpcClient client = RpcClient.builder(server.address()).build()) {
            List<CompletableFuture<RpcResponse>> responses = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                responses.add(call(client, 1, out -> out.writeInt(number)));
            }
            for (int i = 0; i < 2_000; i++) {
                assertThat(get(responses.get(i)).reader().readInt()).isEqualTo(i);
            }
            assertThat(client.metrics().connectionsOpened()).isEqualTo(1);
            assertThat(client.metrics().callsSent()).isEqualTo(2_000);
        }
    }

    @Test
    void largeArgumentsAndResultsArriveWhole() throws Exception {
        byte[] payload = new byte[1 << 20];
        new java.util.Random(1).nextBytes(payload);
        try (RpcServer server = TestServers.start(FakeProgram.echo());
                RpcClient client = RpcClient.builder(server.address()).build()) {
            List<CompletableFuture<RpcResponse>> responses = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                responses.add(call(client, 1, out -> out.writeOpaque(payload)));
            }
            for (CompletableFuture<RpcResponse> response : responses) {
                assertThat(get(response).reader().readOpaque(1 << 20).toByteArray())
                        .isEqualTo(payload);
            }
        }
    }

    @Test
    void aReplyWithoutSuccessIsAResponseWithoutResults() throws Exception {
        FakeProgram program =
                new FakeProgram((_, _, reply) -> reply.fail(AcceptStatus.PROC_UNAVAIL));
        try (RpcServer server = TestServers.start(program);
                RpcClient client = RpcClient.builder(server.address()).build()) {
            RpcResponse response = get(call(client, 1, _ -> {}));
            assertThat(response.isSuccess()).isFalse();
            assertThat(response.header())
                    .isEqualTo(
                            AcceptedReply.of(response.header().xid(), AcceptStatus.PROC_UNAVAIL));
            assertThatThrownBy(response::reader).isInstanceOf(RpcException.class);
        }
    }

    @Test
    void aCallThatIsNotAnsweredTimesOutAndItsLateReplyIsIgnored() throws Exception {
        BlockingQueue<DeferredReply> pending = new LinkedBlockingQueue<>();
        FakeProgram program =
                new FakeProgram((call, _, reply) -> {
                    if (call.procedure() == 1) {
                        pending.add(reply.defer());
                    } else {
                        reply.success();
                    }
                });
        try (RpcServer server = TestServers.start(program);
                RpcClient client = RpcClient.builder(server.address()).build()) {
            CompletableFuture<RpcResponse> response =
                    client.call(
                            FakeProgram.NUMBER,
                            FakeProgram.VERSION,
                            1,
                            OpaqueAuth.NONE,
                            _ -> {},
                            Duration.ofMillis(50));
            assertThat(failure(response)).isEqualTo(RpcException.Kind.TIMED_OUT);
            pending.take().send();
            assertThat(get(call(client, 2, _ -> {})).isSuccess()).isTrue();
        }
    }

    @Test
    void outstandingCallsFailWhenTheConnectionIsLostAndTheNextOneConnectsAgain() throws Exception {
        BlockingQueue<DeferredReply> pending = new LinkedBlockingQueue<>();
        FakeProgram program =
                new FakeProgram((call, _, reply) -> {
                    if (call.procedure() == 1) {
                        pending.add(reply.defer());
                    } else {
                        reply.success();
                    }
                });
        try (RpcServer server = TestServers.start(program);
                RpcClient client = RpcClient.builder(server.address()).build()) {
            CompletableFuture<RpcResponse> first = call(client, 1, _ -> {});
            CompletableFuture<RpcResponse> second = call(client, 1, _ -> {});
            RpcConnection lost = client.connect().get();
            pending.take().connection().close();
            assertThat(failure(first)).isEqualTo(RpcException.Kind.CONNECTION_LOST);
            assertThat(failure(second)).isEqualTo(RpcException.Kind.CONNECTION_LOST);
            assertThat(lost.isOpen()).isFalse();
            assertThat(
                            failure(
                                    lost.call(
                                            FakeProgram.NUMBER,
                                            FakeProgram.VERSION,
                                            2,
                                            OpaqueAuth.NONE,
                                            _ -> {},
                                            Eventually.DEADLINE)))
                    .isEqualTo(RpcException.Kind.CLOSED);
            assertThat(get(call(client, 2, _ -> {})).isSuccess()).isTrue();
            assertThat(client.metrics().connectionsOpened()).isEqualTo(2);
            assertThat(client.connect().get().id()).isNotEqualTo(lost.id());
        }
    }

    @Test
    void aServerThatIsNotThereIsAConnectFailureUntilItIs() throws Exception {
        InetSocketAddress address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) free.getLocalSocketAddress();
        }
        try (RpcClient client = RpcClient.builder(address).build()) {
            assertThat(failure(call(client, 1, _ -> {})))
                    .isEqualTo(RpcException.Kind.CONNECT_FAILED);
            assertThat(client.connection()).isNull();
            RpcServer.Builder builder = RpcServer.builder().program(FakeProgram.echo());
            try (RpcServer server = builder.bind(address).start()) {
                assertThat(server.address()).isEqualTo(address);
                assertThat(get(call(client, 1, _ -> {})).isSuccess()).isTrue();
            }
        }
    }

    @Test
    void aClosedClientFailsItsCalls() throws Exception {
        BlockingQueue<DeferredReply> pending = new LinkedBlockingQueue<>();
        FakeProgram program = new FakeProgram((_, _, reply) -> pending.add(reply.defer()));
        try (RpcServer server = TestServers.start(program)) {
            RpcClient client = RpcClient.builder(server.address()).build();
            CompletableFuture<RpcResponse> outstanding;
            DeferredReply reply;
            try (client) {
                outstanding = call(client, 1, _ -> {});
                reply = pending.take();
            }
            assertThat(failure(outstanding)).isEqualTo(RpcException.Kind.CONNECTION_LOST);
            assertThat(failure(call(client, 1, _ -> {}))).isEqualTo(RpcException.Kind.CLOSED);
            reply.send();
            Eventually.until("the server sees the end", () -> program.closed.size() == 1);
        }
    }

    @Test
    void callsBeyondTheLimitAreNotSent() throws Exception {
        FakeProgram program = new FakeProgram((_, _, reply) -> reply.defer());
        RpcLimits limits = RpcLimits.builder().outstandingCalls(3).build();
        try (RpcServer server = TestServers.start(program);
                RpcClient client = RpcClient.builder(server.address()).limits(limits).build()) {
            client.connect().get();
            for (int i = 0; i < 3; i++) {
                var _ = call(client, 1, _ -> {});
            }
            assertThat(failure(call(client, 1, _ -> {})))
                    .isEqualTo(RpcException.Kind.TOO_MANY_CALLS);
        }
    }

    @Test
    void aReplyThatDoesNotDecodeFailsItsCallAlone() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RpcClient client = RpcClient.builder(listener.getLocalSocketAddress()).build()) {
            CompletableFuture<RpcResponse> bad = call(client, 1, _ -> {});
            try (RawPeer server = new RawPeer(listener.accept())) {
                server.sendRecord(badReply(xidOf(server)));
                assertThat(failure(bad)).isEqualTo(RpcException.Kind.BAD_REPLY);
                CompletableFuture<RpcResponse> good = call(client, 1, _ -> {});
                XdrWriter out = new XdrWriter();
                AcceptedReply.of(xidOf(server), AcceptStatus.SUCCESS).encode(out);
                server.sendRecord(out.toByteArray());
                assertThat(get(good).isSuccess()).isTrue();
            }
        }
    }

    private static int xidOf(RawPeer server) throws Exception {
        return new org.nfs41.xdr.XdrReader(server.readRecord()).readInt();
    }

    /** Its verifier is longer than may be. */
    private static byte[] badReply(int xid) {
        XdrWriter out = new XdrWriter();
        out.writeInt(xid);
        out.writeInt(RpcMessage.REPLY);
        out.writeInt(ReplyHeader.MSG_ACCEPTED);
        out.writeInt(0);
        out.writeOpaque(new byte[500]);
        out.writeInt(0);
        return out.toByteArray();
    }

    @Test
    void clientsShareLoopsAndEndWithThem() throws Exception {
        try (RpcServer server = TestServers.start(FakeProgram.echo());
                RpcLoops loops = RpcLoops.start(1, "shared");
                RpcClient one = RpcClient.builder(server.address()).loops(loops).build();
                RpcClient two = RpcClient.builder(server.address()).loops(loops).build()) {
            assertThat(get(call(one, 1, _ -> {})).isSuccess()).isTrue();
            assertThat(get(call(two, 1, _ -> {})).isSuccess()).isTrue();
            one.connect().get().close();
            assertThat(get(call(two, 1, _ -> {})).isSuccess()).isTrue();
            assertThat(get(call(one, 1, _ -> {})).isSuccess()).isTrue();
        }
    }

    @Test
    void loopsThatHaveEndedFailCalls() throws Exception {
        try (RpcServer server = TestServers.start(FakeProgram.echo())) {
            RpcLoops loops = RpcLoops.start(1, "ended");
            try (RpcClient client = RpcClient.builder(server.address()).loops(loops).build()) {
                assertThat(get(call(client, 1, _ -> {})).isSuccess()).isTrue();
                loops.close();
                assertThat(failure(call(client, 1, _ -> {})))
                        .isEqualTo(RpcException.Kind.CONNECT_FAILED);
            }
        }
    }

    @Test
    void anAddressThatIsTakenIsAnErrorOfTheServersStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            RpcServer.builder()
                                    .program(FakeProgram.echo())
                                    .bind(taken.getLocalSocketAddress())
                                    .start())
                    .isInstanceOf(IOException.class);
        }
    }
}
