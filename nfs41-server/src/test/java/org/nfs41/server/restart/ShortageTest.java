package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.restart.RestartableServer.LEASE;

import org.junit.jupiter.api.Test;
import org.nfs41.state.StableStorage;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients whose lease has lapsed end when memory runs short, and as few as that needs. */
class ShortageTest {
    private static final long BUDGET = 64 << 10;

    /** Above that memory is short: a quarter of it is to be left. */
    private static final long MOST = BUDGET * 3 / 4;

    private static final int DATA_BYTES = 3000;
    private static final Duration STEP = Duration.ofMillis(500);

    private final RestartableServer server =
            new RestartableServer(StableStorage.NONE, TableLimits.DEFAULT.withReplyBytes(BUDGET));
    private final List<Client> clients = new ArrayList<>();
    private final PutFhArgs file;

    ShortageTest() {
        Client first = Client.ready(server, "first");
        file = new PutFhArgs(first.create("f", Client.WRITE, 0).handle());
        Opaque data = Opaque.of(new byte[DATA_BYTES]);
        assertThat(
                        first.status(
                                file,
                                new WriteArgs(StateId.ANONYMOUS, 0, StableHow.UNSTABLE, data)))
                .isEqualTo(NfsStatus.OK);
    }

    /** A client with a large reply that is kept; a little later comes the next one. */
    private Client add() {
        Client client = Client.ready(server, "client " + clients.size());
        clients.add(client);
        assertThat(client.keep(file, new ReadArgs(StateId.ANONYMOUS, 0, DATA_BYTES)))
                .isEqualTo(NfsStatus.OK);
        server.now += STEP.toNanos();
        return client;
    }

    private void fill() {
        while (server.service.replyBytes() <= MOST) {
            add();
        }
    }

    private void endLapsed() {
        assertThat(server.service.endLapsedClients(server.now)).as("by their time").isEmpty();
    }

    private List<Client> alive() {
        return clients.stream()
                .filter(client -> client.status(new PutRootFhArgs()).isOk())
                .toList();
    }

    @Test
    void longestSilentClientEndsAndNoMoreThanMustEnd() {
        fill();
        server.now += LEASE.plusSeconds(1).toNanos();

        endLapsed();

        assertThat(server.service.replyBytes()).isLessThanOrEqualTo(MOST);
        assertThat(alive()).isEqualTo(clients.subList(1, clients.size()));
    }

    @Test
    void clientThatComesBackIsSparedAndTheNextOneEnds() {
        fill();
        server.now += LEASE.plusSeconds(1).toNanos();
        assertThat(clients.getFirst().keep(new PutRootFhArgs())).isEqualTo(NfsStatus.OK);
        // its reply is a small one now
        add();

        endLapsed();

        assertThat(alive()).contains(clients.getFirst()).doesNotContain(clients.get(1));
    }

    @Test
    void liveClientsStayHoweverShortMemoryIs() {
        fill();
        server.now += LEASE.plusSeconds(1).toNanos();
        Client last = clients.getLast();
        for (Client client : clients) {
            // the same request once more, so that each holds what it held
            assertThat(client.keep(file, new ReadArgs(StateId.ANONYMOUS, 0, DATA_BYTES)))
                    .isEqualTo(NfsStatus.OK);
        }
        assertThat(server.service.replyBytes()).isGreaterThan(MOST);

        endLapsed();

        assertThat(server.service.replyBytes()).isGreaterThan(MOST);
        assertThat(alive()).isEqualTo(clients).contains(last);
    }

    @Test
    void nobodyEndsWhileMemoryIsPlenty() {
        add();
        server.now += LEASE.multipliedBy(100).toNanos();

        endLapsed();

        assertThat(alive()).isEqualTo(clients);
    }

    @Test
    void allLapsedClientsEndBeforeALiveOneMustWait() {
        Client live = add();
        fill();
        server.now += LEASE.plusSeconds(1).toNanos();
        assertThat(live.status(new PutRootFhArgs())).isEqualTo(NfsStatus.OK);
        int before = clients.size();
        for (int i = 0; i < before; i++) {
            endLapsed();
            add();
        }

        assertThat(alive()).contains(live).hasSizeLessThan(clients.size());
        assertThat(server.service.replyBytes()).isLessThanOrEqualTo(BUDGET);
    }
}
