package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.List;

/** Opens that clients lose, and how they are told: RFC 8881 sections 8.4.3, 8.5 and 18.38. */
class RevocationTest {
    private static final Opaque OWNER = Opaque.utf8("owner");
    private static final String FILE = "f1";
    private static final String OTHER_FILE = "f2";
    private static final Share READ = new Share(Share.READ, Share.NONE);
    private static final Share WRITE = new Share(Share.WRITE, Share.NONE);
    private static final Share READ_ALONE = new Share(Share.READ, Share.WRITE);

    private final StateTables<String> tables = new StateTables<>(new StateIdSource(1, 2));
    private final OpenTable<String> table = tables.opens();
    private final StateIds<String> ids = tables.stateIds();
    private final StateHolders<String> holders = tables.holders();
    private final Holder silent = new Holder(7);
    private final Holder live = new Holder(8);

    private Opened<String> open(Holder holder, String file, Share share) {
        return table.open(holder, OWNER, file, share, false, 0);
    }

    private StateId opened(Holder holder, String file, Share share) {
        Opened<String> opened = open(holder, file, share);
        assertThat(opened.status()).isEqualTo(NfsStatus.OK);
        return opened.stateId();
    }

    @Test
    void b110OpenOfALapsedClientGivesWayAtOnce() {
        StateId lost = opened(silent, FILE, READ_ALONE);
        StateId kept = opened(silent, OTHER_FILE, READ_ALONE);
        silent.lapsed = true;

        Opened<String> opened = open(live, FILE, WRITE);

        assertThat(opened.status()).isEqualTo(NfsStatus.OK);
        assertThat(opened.revoked()).containsExactly(FILE);
        assertThat(silent.told).containsExactly("LEASE_EXPIRED some");
        assertThat(ids.test(lost, 7)).isEqualTo(NfsStatus.EXPIRED);
        assertThat(ids.test(kept, 7)).isEqualTo(NfsStatus.OK);
        assertThat(ids.validate(opened.stateId(), 8, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void lastOpenThatGivesWayIsLossOfEverything() {
        opened(silent, FILE, READ_ALONE);
        silent.lapsed = true;

        open(live, FILE, WRITE);

        assertThat(silent.told).containsExactly("LEASE_EXPIRED all");
        assertThat(holders.holdsState(7)).isFalse();
    }

    @Test
    void openThatIsInNobodysWayStays() {
        StateId kept = opened(silent, FILE, READ);
        silent.lapsed = true;

        assertThat(open(live, FILE, WRITE).revoked()).isEmpty();

        assertThat(ids.test(kept, 7)).isEqualTo(NfsStatus.OK);
        assertThat(silent.told).isEmpty();
    }

    @Test
    void openOfALiveClientStaysAndSoDoesWhatLapsedBesideIt() {
        Holder third = new Holder(9);
        StateId lapsed = opened(silent, FILE, READ_ALONE);
        opened(third, FILE, READ_ALONE);
        silent.lapsed = true;

        assertThat(open(live, FILE, WRITE).status()).isEqualTo(NfsStatus.SHARE_DENIED);

        assertThat(ids.test(lapsed, 7)).isEqualTo(NfsStatus.OK);
        assertThat(silent.told).isEmpty();
    }

    @Test
    void whoMeetsAnOpenThatIsAboutToGiveWayAsksAgain() {
        opened(silent, FILE, READ_ALONE);
        silent.yielding = true;

        assertThat(open(live, FILE, WRITE).status()).isEqualTo(NfsStatus.DELAY);
        assertThat(table.giveWay(FILE, StateUse.WRITE, 0)).isEmpty();
        assertThat(table.isDenied(FILE, StateUse.WRITE, 0)).isFalse();
        assertThat(silent.told).isEmpty();

        silent.lapsed = true;
        assertThat(open(live, FILE, WRITE).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void openThatStaysDeniesBesideOneThatIsAboutToGiveWay() {
        opened(silent, FILE, READ_ALONE);
        opened(new Holder(9), FILE, READ_ALONE);
        silent.yielding = true;

        assertThat(open(live, FILE, WRITE).status()).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(table.isDenied(FILE, StateUse.WRITE, 0)).isTrue();
        assertThat(table.isDenied(FILE, StateUse.READ, 0)).isFalse();
        assertThat(table.isDenied(OTHER_FILE, StateUse.WRITE, 0)).isFalse();
    }

    @Test
    void clientNeverRevokesItsOwnOpen() {
        opened(silent, FILE, READ_ALONE);
        silent.lapsed = true;

        Opened<String> second =
                table.open(silent, Opaque.utf8("other owner"), FILE, WRITE, false, 0);

        assertThat(second.status()).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(silent.told).isEmpty();
    }

    @Test
    void openThatFindsNoRoomRevokesNothing() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), new OpenLimits(2, 2), LockLimits.DEFAULT);
        StateId kept = small.opens().open(silent, OWNER, FILE, READ_ALONE, false, 0).stateId();
        small.opens().open(live, OWNER, OTHER_FILE, READ, false, 0);
        silent.lapsed = true;

        assertThat(small.opens().open(live, OWNER, FILE, WRITE, false, 0).status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(small.stateIds().test(kept, 7)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void ioWithoutAnOpenMakesLapsedClientsGiveWayToo() {
        opened(silent, FILE, READ_ALONE);
        assertThat(table.giveWay(FILE, StateUse.WRITE, 0)).isEmpty();
        silent.lapsed = true;

        assertThat(table.giveWay(FILE, StateUse.READ, 0)).isEmpty();
        assertThat(ids.validate(StateId.ANONYMOUS, 8, FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(table.giveWay(FILE, StateUse.WRITE, 0)).containsExactly(FILE);
        assertThat(ids.validate(StateId.ANONYMOUS, 8, FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.OK);
        assertThat(table.isOpen(FILE)).isFalse();
    }

    @Test
    void fileThatIsInTheWayItselfIsGivenUpByLapsedClientsOnly() {
        assertThat(table.isGivingWay(FILE, 0)).isFalse();
        StateId lost = opened(silent, FILE, READ);
        silent.yielding = true;
        assertThat(table.isGivingWay(FILE, 0)).isTrue();
        assertThat(table.giveWay(FILE, 0)).as("its loss is not stored yet").isEmpty();
        StateId kept = opened(live, FILE, READ);
        silent.lapsed = true;
        assertThat(table.isGivingWay(FILE, 0)).isFalse();
        assertThat(table.giveWay(FILE, 0)).as("the other one stays").isEmpty();
        assertThat(ids.test(lost, 7)).isEqualTo(NfsStatus.OK);

        table.close(kept, 8, FILE);

        assertThat(table.isGivingWay(FILE, 0)).isTrue();
        assertThat(table.giveWay(FILE, 0)).containsExactly(FILE);
        assertThat(ids.test(lost, 7)).isEqualTo(NfsStatus.EXPIRED);
        assertThat(table.isOpen(FILE)).isFalse();
        assertThat(table.giveWay(FILE, 0)).isEmpty();
    }

    @Test
    void everyUseOfALostStateIdSaysWhyUntilItIsFreed() {
        for (RevocationCause cause : RevocationCause.values()) {
            StateId lost = opened(live, FILE, READ);
            assertThat(holders.revoke(8, cause)).containsExactly(FILE);

            NfsStatus why = cause.status();
            assertThat(ids.test(lost, 8)).isEqualTo(why);
            assertThat(ids.test(lost.withSeqid(77), 8)).isEqualTo(why);
            assertThat(ids.validate(lost, 8, FILE, StateUse.READ)).isEqualTo(why);
            assertThat(table.downgrade(lost, 8, FILE, READ).status()).isEqualTo(why);
            assertThat(table.close(lost, 8, FILE).status()).isEqualTo(why);
            assertThat(ids.test(lost, 7)).isEqualTo(NfsStatus.BAD_STATEID);
            assertThat(ids.free(lost, 7)).isEqualTo(NfsStatus.BAD_STATEID);

            assertThat(ids.free(lost, 8)).isEqualTo(NfsStatus.OK);
            assertThat(ids.free(lost, 8)).isEqualTo(NfsStatus.BAD_STATEID);
            assertThat(ids.test(lost, 8)).isEqualTo(NfsStatus.BAD_STATEID);
            assertThat(live.told).containsExactly(cause + " all", cause + " known");
            live.told.clear();
        }
        assertThat(ids.revokedCount()).isZero();
    }

    @Test
    void fileCanBeOpenedAgainBesideTheLostStateId() {
        StateId lost = opened(live, FILE, READ);
        holders.revoke(8, RevocationCause.ADMINISTRATIVE);

        StateId again = opened(live, FILE, READ);

        assertThat(again.otherHigh()).isNotEqualTo(lost.otherHigh());
        assertThat(again.seqid()).isEqualTo(1);
        assertThat(ids.test(lost, 8)).isEqualTo(NfsStatus.ADMIN_REVOKED);
    }

    @Test
    void lostStateIdsAreForgottenWithTheirClient() {
        StateId lost = opened(live, FILE, READ);
        holders.revoke(8, RevocationCause.ADMINISTRATIVE);

        assertThat(holders.release(8)).isEmpty();

        assertThat(ids.test(lost, 8)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.revokedCount()).isZero();
        assertThat(tables.isNearlyFull()).isFalse();
    }

    @Test
    void lostStateIdTakesTheRoomOfAnOpenUntilItIsFreed() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), new OpenLimits(1, 8), LockLimits.DEFAULT);
        StateId lost = small.opens().open(live, OWNER, FILE, READ, false, 0).stateId();
        small.holders().revoke(8, RevocationCause.ADMINISTRATIVE);

        assertThat(small.opens().count()).isZero();
        assertThat(small.opens().hasRoom(8)).isFalse();
        small.stateIds().free(lost, 8);
        assertThat(small.opens().hasRoom(8)).isTrue();
    }

    @Test
    void tableIsNearlyFullBeforeItIsFull() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), new OpenLimits(32, 32), LockLimits.DEFAULT);
        for (int i = 0; i < 29; i++) {
            small.opens().open(live, OWNER, "file " + i, READ, false, 0);
        }
        assertThat(small.isNearlyFull()).isFalse();
        small.opens().open(live, OWNER, "one more", READ, false, 0);
        assertThat(small.isNearlyFull()).isTrue();
        assertThat(small.opens().hasRoom(8)).isTrue();
    }

    @Test
    void revokingTheOpensOfNobodyDoesNothing() {
        assertThat(holders.revoke(99, RevocationCause.ADMINISTRATIVE)).isEqualTo(List.of());
    }
}
