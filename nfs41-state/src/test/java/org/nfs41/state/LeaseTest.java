package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.ALICE;
import static org.nfs41.state.TableFixture.CONNECTION;
import static org.nfs41.state.TableFixture.LEASE;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;

import java.util.Objects;

/** Leases: RFC 8881 section 8.3. */
class LeaseTest {
    /** Longer than any lease lasts. */
    private static final long LAPSE = LEASE + Lease.GRANULARITY_NANOS + 10;

    private final TableFixture server = new TableFixture();
    private final Session session = server.client("a", 1);
    private final long clientId = session.client().clientId();

    @Test
    void silentClientEndsWithItsSessionsAndState() {
        server.files.holders.add(clientId);
        server.pass(LAPSE);

        assertThat(server.table.leases().expire(server.now)).containsExactly(clientId);

        assertThat(server.alive(session)).isFalse();
        assertThat(server.files.released).containsExactly(clientId);
        assertThat(server.table.confirmedClients()).isZero();
        assertThat(server.table.sessions()).isZero();
    }

    @Test
    void leaseIsNeverShorterThanPromised() {
        session.used(CONNECTION, server.now);
        // Not written, being too soon after the last.
        server.pass(Lease.GRANULARITY_NANOS - 10);
        session.used(CONNECTION, server.now);

        server.pass(LEASE);
        assertThat(server.table.leases().expire(server.now)).isEmpty();
        server.pass(Lease.GRANULARITY_NANOS + 20);
        assertThat(server.table.leases().expire(server.now)).containsExactly(clientId);
    }

    @Test
    void everySequenceRenewsTheLease() {
        for (int i = 0; i < 10; i++) {
            server.pass(LEASE / 2);
            assertThat(session.used(CONNECTION, server.now)).isTrue();
            assertThat(server.table.leases().expire(server.now)).isEmpty();
        }
    }

    @Test
    void createSessionRenewsTheLease() {
        server.pass(LEASE - 10);
        server.session(clientId, 2);
        server.pass(LEASE - 10);

        assertThat(server.table.leases().expire(server.now)).isEmpty();
    }

    @Test
    void sequenceOfALapsedClientThatNobodyHasEndedRenewsItsLease() {
        server.pass(LAPSE);

        assertThat(session.used(CONNECTION, server.now)).isTrue();
        assertThat(server.table.leases().expire(server.now)).isEmpty();
    }

    @Test
    void clientWithARequestInProgressIsNotSilent() {
        Slot slot = Objects.requireNonNull(session.slot(3));
        slot.accept(1, 1, ALICE);
        server.pass(LAPSE);
        assertThat(server.table.leases().expire(server.now)).isEmpty();

        slot.abandon();
        assertThat(session.used(CONNECTION, server.now)).isTrue();
        server.pass(LAPSE);
        assertThat(server.table.leases().expire(server.now)).containsExactly(clientId);
    }

    @Test
    void requestThatComesAsItsClientEndsIsTurnedAway() {
        server.pass(LAPSE);
        server.table.leases().expire(server.now);

        assertThat(session.used(CONNECTION, server.now)).isFalse();
        assertThat(session.isAssociated(CONNECTION)).isFalse();
    }

    @Test
    void b157IdsThatNobodyConfirmsAreForgotten() {
        for (int i = 0; i < 100; i++) {
            server.exchange("u" + i, 1);
        }
        server.pass(LEASE / 2);
        session.used(CONNECTION, server.now);
        server.pass(LAPSE - LEASE / 2);

        assertThat(server.table.leases().expire(server.now)).isEmpty();
        assertThat(server.table.unconfirmedClients()).isZero();
        assertThat(server.alive(session)).isTrue();
    }

    @Test
    void timeMayBeNegativeAndWrapAround() {
        Lease lease = new Lease(Long.MAX_VALUE - 100);
        assertThat(lease.lapsed(Long.MIN_VALUE, LEASE)).isFalse();
        assertThat(lease.renew(Long.MIN_VALUE + LEASE / 2)).isTrue();
        assertThat(lease.lapsed(Long.MIN_VALUE + LEASE, LEASE)).isFalse();
        assertThat(lease.lapsed(Long.MIN_VALUE + LEASE / 2 + LAPSE, LEASE)).isTrue();
    }

    @Test
    void endedLeaseIsNotRenewed() {
        Lease lease = new Lease(0);
        lease.end();

        assertThat(lease.renew(1)).isFalse();
    }

    @Test
    void b102SecondReclaimCompleteIsOneTooMany() {
        ClientRecord client = session.client();
        assertThat(client.reclaimComplete()).isFalse();

        assertThat(server.table.reclaimComplete(client, false)).isEqualTo(NfsStatus.OK);
        assertThat(client.reclaimComplete()).isTrue();
        assertThat(server.table.reclaimComplete(client, false))
                .isEqualTo(NfsStatus.COMPLETE_ALREADY);
    }

    @Test
    void b103ReclaimCompleteOfOneFileSystemIsIgnored() {
        ClientRecord client = session.client();

        assertThat(server.table.reclaimComplete(client, true)).isEqualTo(NfsStatus.OK);
        assertThat(client.reclaimComplete()).isFalse();
        assertThat(server.table.reclaimComplete(client, false)).isEqualTo(NfsStatus.OK);
        assertThat(server.table.reclaimComplete(client, true)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b101RepeatedExchangeIdKeepsReclaimComplete() {
        server.table.reclaimComplete(session.client(), false);
        server.exchange("a", 1);
        Session second = server.session(clientId, 2);

        assertThat(second.client().reclaimComplete()).isTrue();
    }
}
