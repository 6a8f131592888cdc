package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.state.TableFixture.ALICE;
import static org.nfs41.state.TableFixture.BOB;
import static org.nfs41.state.TableFixture.CONNECTION;
import static org.nfs41.state.TableFixture.LEASE;

import org.junit.jupiter.api.Test;
import org.nfs41.state.open.RevocationCause;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.concurrent.TimeUnit;

/** Who may reclaim after a restart: RFC 8881 sections 8.4.2.1 and 8.4.3. */
class GracePeriodTest {
    private static final long GRACE = 2 * LEASE;
    private static final LeaseTerms TERMS = new LeaseTerms(LEASE, 50 * LEASE);
    private static final long LAPSE = LEASE + TimeUnit.SECONDS.toNanos(1);

    private final SlowStorage storage = new SlowStorage();
    private GracePeriod grace = GracePeriod.none();
    private TableFixture server = new TableFixture();

    GracePeriodTest() {
        restart();
    }

    /** The server dies and comes back; what is not stored is lost. */
    private void restart() {
        grace = new GracePeriod(storage, storage.begin().mayReclaim(), GRACE);
        server = new TableFixture(grace, TERMS);
        grace.tick(server.now);
    }

    private NfsStatus open(ClientRecord client) {
        NfsStatus status = grace.admit(client, false);
        if (status.isOk()) {
            server.files.holders.add(client.clientId());
        }
        return status;
    }

    private NfsStatus reclaim(ClientRecord client) {
        NfsStatus status = grace.admit(client, true);
        if (status.isOk()) {
            server.files.holders.add(client.clientId());
        }
        return status;
    }

    private NfsStatus complete(ClientRecord client) {
        return server.table.reclaimComplete(client, false);
    }

    private ClientRecord come(String name) {
        return server.client(name, 1).client();
    }

    /** A client that has something open, as the storage knows. */
    private ClientRecord holder(String name) {
        ClientRecord client = come(name);
        complete(client);
        assertThat(open(client)).isEqualTo(NfsStatus.OK);
        storage.store();
        return client;
    }

    private void pass(long nanos) {
        server.pass(nanos);
        grace.tick(server.now);
    }

    @Test
    void firstStartHasNoGracePeriod() {
        ClientRecord client = come("a");
        assertThat(grace.isOver()).isTrue();
        assertThat(reclaim(client)).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(open(client)).isEqualTo(NfsStatus.GRACE);
        complete(client);
        assertThat(open(client)).isEqualTo(NfsStatus.OK);
        assertThat(grace.admitStateless()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void clientIsRememberedWithItsFirstOpen() {
        ClientRecord client = come("a");
        complete(client);
        assertThat(storage.isStored()).isTrue();
        open(client);
        assertThat(storage.isStored()).isFalse();
        storage.store();
        open(client);
        assertThat(storage.isStored()).isTrue();
        assertThat(storage.names()).containsExactly("a");
    }

    @Test
    void whoHeldStateReclaimsAndNobodyGetsAnythingNewUntilHeHas() {
        holder("a");
        restart();
        ClientRecord other = come("b");
        complete(other);
        assertThat(open(other)).isEqualTo(NfsStatus.GRACE);
        assertThat(grace.admitStateless()).isEqualTo(NfsStatus.GRACE);

        ClientRecord client = come("a");
        assertThat(open(client)).isEqualTo(NfsStatus.GRACE);
        assertThat(reclaim(client)).isEqualTo(NfsStatus.OK);
        assertThat(complete(client)).isEqualTo(NfsStatus.OK);
        assertThat(grace.isOver()).isTrue();
        assertThat(reclaim(client)).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(open(client)).isEqualTo(NfsStatus.OK);
        assertThat(open(other)).isEqualTo(NfsStatus.OK);
        assertThat(grace.admitStateless()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void whoHeldNothingMayNotReclaim() {
        holder("a");
        complete(come("idle"));
        restart();
        assertThat(reclaim(come("b"))).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(reclaim(come("idle"))).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(reclaim(come("a"))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void afterRestartOfTheClientItselfThereIsNothingToReclaimAndNobodyToWaitFor() {
        holder("a");
        restart();
        ClientRecord successor = server.client("a", 2).client();
        assertThat(reclaim(successor)).isEqualTo(NfsStatus.NO_GRACE);
        storage.store();
        assertThat(grace.isOver()).isTrue();
        restart();
        assertThat(reclaim(come("a"))).isEqualTo(NfsStatus.NO_GRACE);
    }

    @Test
    void nameTakenByAnotherPrincipalReclaimsNothingAndEndsNothing() {
        holder("a");
        restart();
        ExchangeIdResOk id = TableFixture.value(server.exchange("a", 1, BOB, 0));
        ClientRecord thief =
                server.session(
                                TableFixture.value(
                                        server.create(id.clientId(), id.sequenceId(), BOB)))
                        .client();
        assertThat(reclaim(thief)).isEqualTo(NfsStatus.NO_GRACE);
        complete(thief);
        assertThat(grace.awaitedClients()).isEqualTo(1);
        assertThat(grace.isOver()).isFalse();
    }

    @Test
    void timeEndsItAndStrikesOutWhoHasNotComeBack() {
        holder("a");
        holder("b");
        restart();
        ClientRecord back = come("a");
        reclaim(back);
        complete(back);
        pass(GRACE - 1);
        assertThat(grace.admitStateless()).isEqualTo(NfsStatus.GRACE);
        pass(1);
        assertThat(reclaim(come("b"))).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(open(back)).as("it is not stored yet").isEqualTo(NfsStatus.GRACE);
        storage.store();
        assertThat(open(back)).isEqualTo(NfsStatus.OK);
        restart();
        assertThat(reclaim(come("b"))).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(reclaim(come("a"))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void whoIsReclaimingIsGivenOnceMoreTheTime() {
        holder("a");
        holder("b");
        restart();
        ClientRecord slow = come("a");
        reclaim(slow);
        pass(GRACE);
        assertThat(reclaim(slow)).isEqualTo(NfsStatus.OK);
        pass(GRACE);
        assertThat(reclaim(slow)).isEqualTo(NfsStatus.NO_GRACE);
        storage.store();
        assertThat(grace.isOver()).isTrue();
        assertThat(storage.names()).as("what it has is not all that it had").isEmpty();

        complete(slow);
        storage.store();
        assertThat(storage.names()).as("now both agree on what it has").containsExactly("a");
    }

    @Test
    void secondRestartWithinGraceBeginsWhereTheFirstDid() {
        holder("a");
        holder("b");
        restart();
        ClientRecord done = come("a");
        reclaim(done);
        complete(done);
        storage.store();
        restart();
        assertThat(reclaim(come("a"))).isEqualTo(NfsStatus.OK);
        assertThat(reclaim(come("b"))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void crashBeforeTheEndIsStoredBringsGraceBack() {
        holder("a");
        restart();
        pass(GRACE);
        assertThat(grace.isOver()).isFalse();
        restart();
        assertThat(reclaim(come("a"))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void reclaimCompleteWithoutStateLeavesNothingToReclaim() {
        holder("a");
        restart();
        complete(come("a"));
        storage.store();
        assertThat(storage.names()).isEmpty();
    }

    @Test
    void stateOfALapsedClientIsNotGivenAwayBeforeThatIsStored() {
        ClientRecord client = holder("a");
        assertThat(client.lapsed(server.now)).isFalse();
        assertThat(client.silent(server.now)).isFalse();
        server.pass(LAPSE);
        assertThat(client.silent(server.now)).isTrue();
        assertThat(client.lapsed(server.now)).isFalse();
        storage.store();
        assertThat(client.lapsed(server.now)).isTrue();

        restart();
        assertThat(grace.isOver()).isTrue();
        assertThat(reclaim(come("a"))).isEqualTo(NfsStatus.NO_GRACE);
    }

    @Test
    void clientThatComesBackWithoutALossMayReclaimAgain() {
        Session session = server.client("a", 1);
        complete(session.client());
        open(session.client());
        server.pass(LAPSE);
        session.client().lapsed(server.now);
        storage.store();
        assertThat(storage.names()).isEmpty();
        server.table.used(session, CONNECTION, server.now);
        server.table.leases().expire(server.now);
        storage.store();
        assertThat(storage.names()).containsExactly("a");
    }

    @Test
    void clientMayReclaimAgainWhenItHasAcknowledgedItsLosses() {
        ClientRecord client = holder("a");
        client.revoked(RevocationCause.ADMINISTRATIVE, false);
        client.revoked(RevocationCause.ADMINISTRATIVE, false);
        storage.store();
        open(client);
        server.table.leases().expire(server.now);
        client.acknowledged(RevocationCause.ADMINISTRATIVE);
        storage.store();
        assertThat(storage.names()).isEmpty();
        client.acknowledged(RevocationCause.ADMINISTRATIVE);
        storage.store();
        assertThat(storage.names()).containsExactly("a");
    }

    @Test
    void whatAClientHeldThatHasEndedIsFreeWhenThatIsStored() {
        ClientRecord client = holder("a");
        server.pass(52 * LEASE);
        assertThat(server.table.leases().expire(server.now)).containsExactly(client.clientId());
        assertThat(client.lapsed(server.now)).isFalse();
        assertThat(server.files.released).isEmpty();
        storage.store();
        assertThat(server.files.released).containsExactly(client.clientId());
        assertThat(client.lapsed(server.now)).isTrue();
        assertThat(storage.names()).isEmpty();
    }

    @Test
    void openOfAClientThatHasEndedRemembersNothing() {
        ClientRecord client = holder("a");
        server.pass(52 * LEASE);
        server.table.leases().expire(server.now);
        grace.admit(client, false);
        storage.store();
        assertThat(storage.names()).isEmpty();
    }

    @Test
    void clientThatEndsInGraceIsNotWaitedFor() {
        holder("a");
        restart();
        Session session = server.client("a", 1);
        assertThat(server.destroy(session)).isEqualTo(NfsStatus.OK);
        assertThat(server.table.destroyClientId(session.client().clientId(), server.now))
                .isEqualTo(NfsStatus.OK);
        storage.store();
        assertThat(grace.isOver()).isTrue();
        assertThat(storage.names()).isEmpty();
    }

    @Test
    void principalOfTheExchangeIdIsKept() {
        holder("a");
        assertThat(storage.stored.clients().getFirst().principal()).isEqualTo(ALICE);
    }
}
