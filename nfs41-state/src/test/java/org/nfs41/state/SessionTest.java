package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sessions: their slots, and how they are found. */
class SessionTest {
    private final TableFixture server = new TableFixture();
    private final ExchangeIdResOk id = server.exchange("a", 1);

    @Test
    void b017AsManySlotsAreAcceptedAsWereGranted() {
        int sequence = 1;
        for (int asked : new int[] {1, 8, 200}) {
            CreateSessionArgs args =
                    TableFixture.createArgs(
                            id.clientId(),
                            sequence++,
                            0,
                            TableFixture.channel(asked),
                            TableFixture.channel(1));
            Session session = server.session(TableFixture.value(server.create(args)));
            int granted = session.foreChannel().maxRequests();

            assertThat(granted).isEqualTo(Math.min(asked, ChannelLimits.DEFAULT_SLOTS));
            assertThat(session.slot(granted - 1)).isNotNull();
            assertThat(session.slot(granted)).isNull();
            assertThat(session.highestSlotId()).isEqualTo(granted - 1);
            assertThat(session.targetHighestSlotId()).isEqualTo(granted - 1);
        }
    }

    @Test
    void b016SlotBeyondTheTableDoesNotExist() {
        Session session = server.session(id.clientId(), 1);

        for (int slotId : new int[] {8, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertThat(session.slot(slotId)).isNull();
        }
    }

    @Test
    void slotIsAlwaysTheSame() {
        Session session = server.session(id.clientId(), 1);

        assertThat(session.slot(3)).isSameAs(session.slot(3)).isNotSameAs(session.slot(4));
    }

    @Test
    void sessionIdsAreFoundAndDifferAndAreNotReused() {
        Set<SessionId> ids = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Session session = server.client("c" + i, 1);
            assertThat(ids.add(session.id())).isTrue();
            if (i % 2 == 0) {
                server.destroy(session);
                assertThat(server.alive(session)).isFalse();
            } else {
                assertThat(server.alive(session)).isTrue();
            }
        }
        assertThat(server.table.sessions()).isEqualTo(250);
    }

    @Test
    void idThatDiffersInAnyBitIsNotFound() {
        Session session = server.session(id.clientId(), 1);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(server.table.find(session.id().high() ^ 1L << bit, session.id().low()))
                    .isNull();
            assertThat(server.table.find(session.id().high(), session.id().low() ^ 1L << bit))
                    .isNull();
        }
    }

    @Test
    void sessionsAreFoundWhileOthersComeAndGo() throws Exception {
        Session steady = server.session(id.clientId(), 1);
        int rounds = 2000;
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int thread = t;
            tasks.add(() -> {
                for (int i = 0; i < rounds; i++) {
                    Session session = server.client(thread + "-" + i, 1);
                    assertThat(server.alive(session)).isTrue();
                    if (i % 3 != 0) {
                        assertThat(server.destroy(session)).isEqualTo(NfsStatus.OK);
                        assertThat(server.alive(session)).isFalse();
                    }
                }
                return true;
            });
        }
        tasks.add(() -> {
            for (int i = 0; i < 100 * rounds; i++) {
                if (!server.alive(steady)) {
                    return false;
                }
            }
            return true;
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Boolean> future : threads.invokeAll(tasks)) {
                assertThat(future.get()).isTrue();
            }
        }
        assertThat(server.table.sessions()).isEqualTo(1 + 3 * 667);
    }
}
