package org.nfs41.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.XdrReader;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class BothDirectionsTest {
    private static final int ROUNDS = 500;
    private static final int PAYLOAD = 5_000;

    private static CompletableFuture<RpcResponse> echo(RpcConnection connection, int number) {
        return connection.call(
                FakeProgram.NUMBER,
                FakeProgram.VERSION,
                1,
                new AuthSys(number, number).toOpaqueAuth(),
                out -> {
                    out.writeInt(number);
                    out.writeOpaque(new byte[PAYLOAD]);
                },
                Eventually.DEADLINE);
    }

    private static void check(List<CompletableFuture<RpcResponse>> responses) throws Exception {
        for (int i = 0; i < responses.size(); i++) {
            XdrReader in =
                    responses
                            .get(i)
                            .get(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                            .reader();
            assertThat(in.readInt()).isEqualTo(i);
            assertThat(in.readOpaque(PAYLOAD).length()).isEqualTo(PAYLOAD);
            assertThat(in.remaining()).isZero();
        }
    }

    @Test
    void callsAndRepliesOfBothSidesShareOneConnection() throws Exception {
        FakeProgram serverSide = FakeProgram.echo();
        FakeProgram clientSide = FakeProgram.echo();
        try (RpcServer server = TestServers.start(serverSide);
                RpcClient client =
                        RpcClient.builder(server.address()).program(clientSide).build()) {
            RpcConnection forth = client.connect().get();
            Eventually.until("the server has it too", () -> serverSide.opened.size() == 1);
            RpcConnection back = serverSide.opened.getFirst();
            List<CompletableFuture<RpcResponse>> forthResponses = new ArrayList<>();
            List<CompletableFuture<RpcResponse>> backResponses = new ArrayList<>();
            Thread other =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < ROUNDS; i++) {
                                    backResponses.add(echo(back, i));
                                }
                            });
            for (int i = 0; i < ROUNDS; i++) {
                forthResponses.add(echo(forth, i));
            }
            other.join();
            check(forthResponses);
            check(backResponses);
            assertThat(server.metrics().connectionsOpened()).isEqualTo(1);
            assertThat(server.metrics().callsReceived()).isEqualTo(ROUNDS);
            assertThat(client.metrics().callsReceived()).isEqualTo(ROUNDS);
        }
        assertThat(clientSide.opened).hasSize(1).isEqualTo(clientSide.closed);
    }

    @Test
    void aCallIsAnsweredAfterItsProgramHasCalledBack() throws Exception {
        FakeProgram serverSide =
                new FakeProgram((call, args, reply) -> {
                    int number = args.readInt();
                    DeferredReply later = reply.defer();
                    var _ =
                            echo(call.connection(), number)
                                    .whenComplete((response, _) -> {
                                        later.results().writeInt(response.results().intAt(0) + 1);
                                        later.send();
                                    });
                });
        try (RpcServer server = TestServers.start(serverSide);
                RpcClient client =
                        RpcClient.builder(server.address()).program(FakeProgram.echo()).build()) {
            RpcResponse response = echo(client.connect().get(), 41).get();
            assertThat(response.reader().readInt()).isEqualTo(42);
        }
    }

    @Test
    void aClientWithoutProgramSaysSo() throws Exception {
        FakeProgram serverSide = FakeProgram.echo();
        try (RpcServer server = TestServers.start(serverSide);
                RpcClient client = RpcClient.builder(server.address()).build()) {
            client.connect().get();
            Eventually.until("the server has it too", () -> serverSide.opened.size() == 1);
            RpcResponse response = echo(serverSide.opened.getFirst(), 1).get();
            assertThat(response.header())
                    .isEqualTo(
                            AcceptedReply.of(response.header().xid(), AcceptStatus.PROG_UNAVAIL));
        }
    }

    @Test
    void whatIsAttachedToAConnectionIsThereForLaterCalls() throws Exception {
        FakeProgram program =
                new FakeProgram((call, _, reply) -> {
                    RpcConnection connection = call.connection();
                    Object before = connection.attachment();
                    connection.attach(before instanceof Integer n ? n + 1 : 0);
                    reply.results().writeInt((Integer) connection.attachment());
                });
        try (RpcServer server = TestServers.start(program);
                RpcClient client = RpcClient.builder(server.address()).build()) {
            for (int i = 0; i < 3; i++) {
                RpcResponse response = echo(client.connect().get(), 0).get();
                assertThat(response.reader().readInt()).isEqualTo(i);
            }
        }
    }
}
