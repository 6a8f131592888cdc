package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.ALICE;
import static org.nfs41.state.TableFixture.CONNECTION;
import static org.nfs41.state.TableFixture.LEASE;
import static org.nfs41.state.TableFixture.value;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.Objects;

/** What becomes of clients that are silent for longer than their lease: RFC 8881 section 8.4.3. */
class CourtesyTest {
    private static final long LAPSE = LEASE + Lease.GRANULARITY_NANOS + 2;
    private static final long COURTESY = 50 * LEASE;
    private static final Origin HERE = Origin.of(new byte[] {10, 0, 0, 1});
    private static final Origin THERE = Origin.of(new byte[] {10, 0, 0, 2});

    private final TableFixture server = with(TableLimits.DEFAULT);

    private static TableFixture with(TableLimits limits) {
        return new TableFixture(limits, new LeaseTerms(LEASE, COURTESY));
    }

    @Test
    void lapsedClientThatComesBackFindsItsSessionAndNoFlag() {
        Session session = server.client("a", 1);
        server.pass(COURTESY);

        assertThat(server.table.leases().expire(server.now)).isEmpty();
        assertThat(session.client().lapsed(server.now)).isTrue();

        assertThat(server.table.used(session, CONNECTION, server.now)).isTrue();
        assertThat(session.client().lapsed(server.now)).isFalse();
        assertThat(session.statusFlags(server.now)).isZero();
    }

    @Test
    void courtesyEnds() {
        Session session = server.client("a", 1);
        server.pass(LEASE + COURTESY);
        assertThat(server.table.leases().expire(server.now)).isEmpty();

        server.pass(Lease.GRANULARITY_NANOS + 2);
        assertThat(server.table.leases().expire(server.now))
                .containsExactly(session.client().clientId());
        assertThat(server.files.released).containsExactly(session.client().clientId());
        assertThat(server.alive(session)).isFalse();
        assertThat(session.client().lapsed(server.now)).isTrue();
    }

    @Test
    void idsThatNobodyConfirmsAreForgottenWithoutCourtesy() {
        server.exchange("a", 1);
        server.pass(LAPSE);

        server.table.leases().expire(server.now);

        assertThat(server.table.unconfirmedClients()).isZero();
        assertThat(server.table.origins()).isZero();
    }

    @Test
    void clientWithARequestInProgressHasNotLapsed() {
        Session session = server.client("a", 1);
        Slot slot = Objects.requireNonNull(session.slot(0));
        slot.accept(1, 1, ALICE);
        server.pass(LAPSE);

        assertThat(session.client().lapsed(server.now)).isFalse();
        assertThat(server.table.leases().endLongestLapsed(server.now)).isFalse();
        slot.abandon();
        assertThat(session.client().lapsed(server.now)).isTrue();
    }

    @Test
    void clientWhoseEndIsBeingTriedHasNotLapsed() {
        Session session = server.client("a", 1);
        session.client().lease().end();

        assertThat(session.client().lapsed(server.now + LAPSE)).isFalse();
    }

    @Test
    void longestSilentClientEndsFirstAndALiveOneNever() {
        Session first = server.client("a", 1);
        Session second = server.client("b", 1);
        Session live = server.client("c", 1);
        server.pass(LEASE / 2);
        server.table.used(first, CONNECTION, server.now);
        server.pass(LAPSE);
        server.table.used(live, CONNECTION, server.now);

        assertThat(server.table.leases().endLongestLapsed(server.now)).isTrue();
        assertThat(server.alive(second)).isFalse();
        assertThat(server.alive(first)).isTrue();
        assertThat(server.table.leases().endLongestLapsed(server.now)).isTrue();
        assertThat(server.alive(first)).isFalse();
        assertThat(server.table.leases().endLongestLapsed(server.now)).isFalse();
        assertThat(server.alive(live)).isTrue();
        assertThat(server.files.released)
                .containsExactly(second.client().clientId(), first.client().clientId());
    }

    @Test
    void clientThatCameBackSinceItWasFoundLapsedIsSpared() {
        Session first = server.client("a", 1);
        server.pass(2);
        Session second = server.client("b", 1);
        Session third = server.client("c", 1);
        server.pass(LAPSE);
        assertThat(server.table.leases().endLongestLapsed(server.now)).isTrue();
        server.table.used(second, CONNECTION, server.now);
        server.table.used(third, CONNECTION, server.now);

        assertThat(server.table.leases().endLongestLapsed(server.now)).isFalse();
        assertThat(server.alive(first)).isFalse();
        assertThat(server.alive(second)).isTrue();
        assertThat(server.alive(third)).isTrue();
    }

    @Test
    void whoWasSeenToBeLapsedIsSoonForgotten() {
        for (int i = 0; i < 10; i++) {
            server.client("c" + i, 1);
        }
        server.pass(LAPSE);
        assertThat(server.table.leases().endLongestLapsed(server.now)).isTrue();
        assertThat(server.table.leases().lapsedClientsSeen()).isEqualTo(9);

        server.pass(LapsedClients.SCAN_NANOS);
        server.table.leases().expire(server.now);
        assertThat(server.table.leases().lapsedClientsSeen()).isZero();
        assertThat(server.table.leases().endLongestLapsed(server.now)).isTrue();
    }

    @Test
    void newClientTakesTheRoomOfALapsedOne() {
        TableFixture small = with(new TableLimits(4, 2, 4, 8));
        Session first = small.client("a", 1);
        small.pass(LAPSE);
        Session second = small.client("b", 1);

        Session third = small.client("c", 1);

        assertThat(small.alive(first)).isFalse();
        assertThat(small.alive(second)).isTrue();
        assertThat(small.alive(third)).isTrue();
        ExchangeIdResOk fourth = small.exchange("d", 1);
        assertThat(small.create(fourth.clientId(), fourth.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
    }

    @Test
    void newSessionTakesTheRoomOfALapsedClientButNeverOfItsOwn() {
        TableFixture small = with(new TableLimits(4, 4, 4, 2));
        Session first = small.client("a", 1);
        small.session(first.client().clientId(), 2);
        small.pass(LAPSE);

        assertThat(small.create(first.client().clientId(), 3, ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
        small.pass(LapsedClients.SCAN_NANOS);
        Session other = small.client("b", 1);

        assertThat(small.alive(first)).isFalse();
        assertThat(small.alive(other)).isTrue();
    }

    @Test
    void oneAddressFillsItsOwnShareOnly() {
        TableFixture small = with(new TableLimits(8, 8, 4, 8).withOriginLimits(8, 2));
        Session first = small.client("a", HERE);
        small.pass(2);
        small.client("b", HERE);
        ExchangeIdResOk third = small.exchange("c", HERE);

        assertThat(small.create(third.clientId(), third.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
        Session elsewhere = small.client("d", THERE);
        small.pass(LAPSE);
        small.table.used(elsewhere, CONNECTION, small.now);

        Session fourth = small.client("e", HERE);
        assertThat(small.alive(fourth)).isTrue();
        assertThat(small.alive(first)).isFalse();
        assertThat(small.alive(elsewhere)).isTrue();
    }

    @Test
    void fewClientsOfOneAddressDoNotTakeAllSessions() {
        TableFixture small = with(new TableLimits(8, 8, 2, 8).withOriginLimits(8, 3));
        ExchangeIdResOk first = small.exchange("a", HERE);
        small.session(first.clientId(), first.sequenceId());
        small.session(first.clientId(), first.sequenceId() + 1);
        ExchangeIdResOk second = small.exchange("b", HERE);
        small.session(second.clientId(), second.sequenceId());
        assertThat(small.create(second.clientId(), second.sequenceId() + 1, ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
        assertThat(small.alive(small.client("c", THERE))).isTrue();

        ExchangeIdResOk restarted =
                value(
                        small.table.exchangeId(
                                TableFixture.exchangeArgs("a", 2, 0), ALICE, HERE, small.now));
        small.session(restarted.clientId(), restarted.sequenceId());
        assertThat(small.table.sessions()).isEqualTo(3);
    }

    @Test
    void lapsedClientOfAnotherAddressDoesNotMakeRoomForThisOne() {
        TableFixture small = with(new TableLimits(8, 8, 4, 8).withOriginLimits(8, 1));
        Session elsewhere = small.client("a", THERE);
        small.pass(LAPSE);
        small.client("b", HERE);
        ExchangeIdResOk second = small.exchange("c", HERE);

        assertThat(small.create(second.clientId(), second.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
        assertThat(small.alive(elsewhere)).isTrue();
    }

    @Test
    void restartNeedsNoMoreRoomUnlessItComesFromAnotherAddress() {
        TableFixture small = with(new TableLimits(8, 8, 4, 8).withOriginLimits(8, 1));
        small.client("a", HERE);
        small.client("b", THERE);

        ExchangeIdResOk here =
                value(
                        small.table.exchangeId(
                                TableFixture.exchangeArgs("a", 2, 0), ALICE, HERE, small.now));
        small.session(here.clientId(), here.sequenceId());
        ExchangeIdResOk there =
                value(
                        small.table.exchangeId(
                                TableFixture.exchangeArgs("a", 3, 0), ALICE, THERE, small.now));
        assertThat(small.create(there.clientId(), there.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.NOSPC);
    }

    @Test
    void oneAddressForgetsItsOwnOldestUnconfirmedId() {
        TableFixture small = with(new TableLimits(8, 8, 4, 8).withOriginLimits(2, 8));
        ExchangeIdResOk elsewhere = small.exchange("a", THERE);
        ExchangeIdResOk oldest = small.exchange("b", HERE);
        ExchangeIdResOk next = small.exchange("c", HERE);
        small.exchange("d", HERE);

        assertThat(small.create(oldest.clientId(), oldest.sequenceId(), ALICE).status())
                .isEqualTo(NfsStatus.STALE_CLIENTID);
        small.session(elsewhere.clientId(), elsewhere.sequenceId());
        small.session(next.clientId(), next.sequenceId());
    }

    @Test
    void manyClientsOfOneAddressComeAndGoAndManyStay() {
        for (int i = 0; i < 16_384; i++) {
            server.client("stays " + i, HERE);
        }
        for (int i = 0; i < 100_000; i++) {
            Session session = server.client("goes " + i, HERE);
            assertThat(server.destroy(session)).isEqualTo(NfsStatus.OK);
            assertThat(server.table.destroyClientId(session.client().clientId(), server.now))
                    .isEqualTo(NfsStatus.OK);
        }
        assertThat(server.table.confirmedClients()).isEqualTo(16_384);
        assertThat(server.table.origins()).isEqualTo(1);
    }

    @Test
    void addressesAreForgottenWithTheirLastClient() {
        Session here = server.client("a", HERE);
        server.exchange("b", THERE);
        assertThat(server.table.origins()).isEqualTo(2);

        server.destroy(here);
        server.table.destroyClientId(here.client().clientId(), server.now);
        assertThat(server.table.origins()).isEqualTo(1);
        server.client("b", HERE);
        assertThat(server.table.origins()).isEqualTo(1);
    }

    @Test
    void incarnationEndsByARequestInItsOwnSession() {
        Session old = server.client("a", 1);
        Slot own = Objects.requireNonNull(old.slot(0));
        own.accept(1, 1, ALICE);
        ExchangeIdResOk next = server.exchange("a", 2);

        Session fresh =
                server.session(
                        value(
                                server.table.createSession(
                                        TableFixture.createArgs(
                                                next.clientId(), next.sequenceId(), 0),
                                        ALICE,
                                        CONNECTION,
                                        old,
                                        server.now)));

        own.abandon();
        assertThat(server.alive(fresh)).isTrue();
        assertThat(server.alive(old)).isFalse();
        assertThat(server.table.used(old, CONNECTION, server.now)).isFalse();
    }

    @Test
    void incarnationWithAnotherRequestInProgressLivesOn() {
        Session old = server.client("a", 1);
        Objects.requireNonNull(old.slot(0)).accept(1, 1, ALICE);
        Objects.requireNonNull(old.slot(1)).accept(1, 1, ALICE);
        ExchangeIdResOk next = server.exchange("a", 2);

        assertThat(
                        server.table
                                .createSession(
                                        TableFixture.createArgs(
                                                next.clientId(), next.sequenceId(), 0),
                                        ALICE,
                                        CONNECTION,
                                        old,
                                        server.now)
                                .status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.table.used(old, CONNECTION, server.now)).isTrue();
    }
}
