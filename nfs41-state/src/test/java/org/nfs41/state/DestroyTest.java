package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.ALICE;
import static org.nfs41.state.TableFixture.CONNECTION;
import static org.nfs41.state.TableFixture.LEASE;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** DESTROY_SESSION and DESTROY_CLIENTID: RFC 8881 sections 18.37 and 18.50. */
class DestroyTest {
    private final TableFixture server = new TableFixture();
    private final Session session = server.client("a", 1);
    private final long clientId = session.client().clientId();

    @Test
    void destroyedSessionIsGoneAndItsClientStays() {
        assertThat(server.destroy(session)).isEqualTo(NfsStatus.OK);

        assertThat(server.alive(session)).isFalse();
        assertThat(session.used(CONNECTION, server.now)).isFalse();
        assertThat(server.table.sessions()).isZero();
        assertThat(server.table.associatedConnections()).isZero();
        assertThat(server.destroy(session)).isEqualTo(NfsStatus.BADSESSION);
        assertThat(session.client().ended()).isFalse();
    }

    @Test
    void unknownSessionIsBad() {
        SessionId unknown = new SessionId(session.id().high(), session.id().low() ^ 1L << 40);

        assertThat(server.table.destroySession(unknown, CONNECTION, null, true))
                .isEqualTo(NfsStatus.BADSESSION);
        assertThat(server.alive(session)).isTrue();
    }

    @Test
    void connectionMustBeAssociatedWithTheSession() {
        assertThat(server.table.destroySession(session.id(), 99, null, true))
                .isEqualTo(NfsStatus.CONN_NOT_BOUND_TO_SESSION);
        assertThat(server.alive(session)).isTrue();

        session.used(99, server.now);
        assertThat(server.table.destroySession(session.id(), 99, null, true))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void b045AnotherSessionMayBeDestroyedAnywhereInACompound() {
        Session second = server.session(clientId, 2);
        Session ofOther = server.client("b", 1);

        assertThat(server.table.destroySession(second.id(), CONNECTION, session, false))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.table.destroySession(ofOther.id(), CONNECTION, session, false))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.alive(session)).isTrue();
    }

    @Test
    void b046OwnSessionMayBeDestroyedByTheLastOperationOnly() {
        Objects.requireNonNull(session.slot(0)).accept(1, 1, ALICE);

        assertThat(server.table.destroySession(session.id(), CONNECTION, session, false))
                .isEqualTo(NfsStatus.NOT_ONLY_OP);
        assertThat(server.alive(session)).isTrue();
        assertThat(server.table.destroySession(session.id(), CONNECTION, session, true))
                .isEqualTo(NfsStatus.OK);
        Objects.requireNonNull(session.slot(0)).abandon();
    }

    @Test
    void requestThatComesWhileASessionsEndIsTriedInVainIsServed() throws Exception {
        Objects.requireNonNull(session.slot(1)).accept(1, 1, ALICE);
        serveWhile(() -> assertThat(server.destroy(session)).isEqualTo(NfsStatus.DELAY));
    }

    @Test
    void requestThatComesWhileAClientsEndIsTriedInVainIsServed() throws Exception {
        Objects.requireNonNull(session.slot(1)).accept(1, 1, ALICE);
        AtomicLong later = new AtomicLong(server.now);
        serveWhile(() ->
                assertThat(server.table.leases().expire(later.addAndGet(3 * LEASE)))
                        .as("clients that have ended")
                        .isEmpty());
    }

    /** Sends requests while another thread goes on with {@code attempt}. */
    private void serveWhile(Runnable attempt) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<Void> attempts =
                new FutureTask<>(
                        () -> {
                            while (!done.get()) {
                                attempt.run();
                            }
                        },
                        null);
        Thread.ofPlatform().start(attempts);
        Slot slot = Objects.requireNonNull(session.slot(0));
        try {
            for (int sequence = 1; sequence <= 100_000; sequence++) {
                assertThat(slot.accept(sequence, 1, ALICE)).isEqualTo(SlotVerdict.NEW);
                assertThat(server.table.used(session, CONNECTION, server.now)).isTrue();
                assertThat(session.client().ended()).isFalse();
                slot.abandon();
            }
        } finally {
            done.set(true);
            attempts.get();
        }
    }

    @Test
    void b047SessionWithOtherRequestsInProgressIsLeftAloneForNow() {
        Objects.requireNonNull(session.slot(0)).accept(1, 1, ALICE);
        Objects.requireNonNull(session.slot(1)).accept(1, 1, ALICE);

        assertThat(server.table.destroySession(session.id(), CONNECTION, session, true))
                .isEqualTo(NfsStatus.DELAY);
        assertThat(session.used(CONNECTION, server.now)).isTrue();

        Objects.requireNonNull(session.slot(1)).abandon();
        assertThat(server.table.destroySession(session.id(), CONNECTION, session, true))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void b172StateOutlivesTheLastSession() {
        server.files.holders.add(clientId);
        server.destroy(session);

        assertThat(server.files.released).isEmpty();
        assertThat(server.session(clientId, 2).client()).isSameAs(session.client());
    }

    @Test
    void b048ClientWithSessionsIsBusy() {
        assertThat(destroyClient()).isEqualTo(NfsStatus.CLIENTID_BUSY);
        assertThat(server.alive(session)).isTrue();

        server.destroy(session);
        assertThat(destroyClient()).isEqualTo(NfsStatus.OK);
        assertThat(destroyClient()).isEqualTo(NfsStatus.STALE_CLIENTID);
        assertThat(server.table.confirmedClients()).isZero();
    }

    @Test
    void b049ClientWithStateIsBusyUntilItsLeaseHasLapsed() {
        server.files.holders.add(clientId);
        server.destroy(session);
        assertThat(destroyClient()).isEqualTo(NfsStatus.CLIENTID_BUSY);
        assertThat(server.files.released).isEmpty();

        server.pass(LEASE + Lease.GRANULARITY_NANOS + 10);
        assertThat(destroyClient()).isEqualTo(NfsStatus.OK);
        assertThat(server.files.released).containsExactly(clientId);
    }

    @Test
    void b173UnknownClientIdIsStale() {
        assertThat(server.table.destroyClientId(~clientId, server.now))
                .isEqualTo(NfsStatus.STALE_CLIENTID);
    }

    @Test
    void unconfirmedClientIdIsForgotten() {
        ExchangeIdResOk pending = server.exchange("b", 1);

        assertThat(server.table.destroyClientId(pending.clientId(), server.now))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.table.unconfirmedClients()).isZero();
    }

    @Test
    void comingAndGoingLeavesNothing() {
        server.destroy(session);
        destroyClient();
        for (int i = 0; i < 2000; i++) {
            Session each = server.client("c" + i, 1);
            assertThat(server.destroy(each)).isEqualTo(NfsStatus.OK);
            assertThat(server.table.destroyClientId(each.client().clientId(), server.now))
                    .isEqualTo(NfsStatus.OK);
        }
        assertThat(server.table.confirmedClients()).isZero();
        assertThat(server.table.unconfirmedClients()).isZero();
        assertThat(server.table.sessions()).isZero();
        assertThat(server.table.associatedConnections()).isZero();
    }

    private NfsStatus destroyClient() {
        return server.table.destroyClientId(clientId, server.now);
    }
}
