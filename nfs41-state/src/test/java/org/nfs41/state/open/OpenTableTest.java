package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Opens of two clients and two owners on two files; B-numbers are those of known field bugs. */
class OpenTableTest {
    private static final long CLIENT = 7;
    private static final long OTHER_CLIENT = 8;
    private static final Opaque OWNER = Opaque.utf8("owner 1");
    private static final Opaque OTHER_OWNER = Opaque.utf8("owner 2");
    private static final String FILE = "f1";
    private static final String OTHER_FILE = "f2";

    private static final Share READ = new Share(Share.READ, Share.NONE);
    private static final Share WRITE = new Share(Share.WRITE, Share.NONE);
    private static final Share BOTH = new Share(Share.BOTH, Share.NONE);

    private final StateTables<String> tables = new StateTables<>(new StateIdSource(1, 2));
    private final OpenTable<String> table = tables.opens();
    private final StateIds<String> ids = tables.stateIds();
    private final StateHolders<String> holders = tables.holders();

    private StateId open(Share share) {
        return opened(CLIENT, OWNER, FILE, share).stateId();
    }

    private Opened<String> opened(long client, Opaque owner, String file, Share share) {
        return table.open(new Holder(client), owner, file, share, false, 0);
    }

    // --- State ids: RFC 8881 sections 8.2.2, 8.2.4, 9.9

    @Test
    void firstOpenHasSeqidOneAndAnOtherThatIsNotReserved() {
        StateId id = open(READ);
        assertThat(id.seqid()).isEqualTo(1);
        assertThat(SpecialStateIds.isReserved(id)).isFalse();
    }

    @Test
    void openingAgainWithoutChangeStillRaisesTheSeqid() { // B-131
        StateId first = open(READ);
        StateId second = open(READ);
        assertThat(second).isEqualTo(first.withSeqid(2));
    }

    @Test
    void ownersOfOneClientHaveStateIdsOfTheirOwn() { // B-131
        StateId first = open(READ);
        StateId other = opened(CLIENT, OTHER_OWNER, FILE, READ).stateId();
        assertThat(other.seqid()).isEqualTo(1);
        assertThat(other.otherHigh()).isNotEqualTo(first.otherHigh());

        assertThat(table.close(first, CLIENT, FILE).status()).isEqualTo(NfsStatus.OK);

        assertThat(ids.validate(other, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void equalOwnerNamesOfTwoClientsAreTwoOwners() { // B-132
        StateId mine = open(READ);
        StateId theirs = opened(OTHER_CLIENT, OWNER, FILE, READ).stateId();
        assertThat(theirs.otherHigh()).isNotEqualTo(mine.otherHigh());
        assertThat(theirs.seqid()).isEqualTo(1);
    }

    @Test
    void olderSeqidIsOldAndNewerIsBadAndNeitherChangesAnything() { // B-117
        open(READ);
        open(READ);
        StateId current = open(READ);
        StateId old = current.withSeqid(2);
        StateId future = current.withSeqid(4);

        for (StateUse use : List.of(StateUse.READ, StateUse.SETATTR)) {
            assertThat(ids.validate(old, CLIENT, FILE, use)).isEqualTo(NfsStatus.OLD_STATEID);
            assertThat(ids.validate(future, CLIENT, FILE, use)).isEqualTo(NfsStatus.BAD_STATEID);
        }
        assertThat(table.downgrade(old, CLIENT, FILE, READ).status())
                .isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(table.downgrade(future, CLIENT, FILE, READ).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(table.close(old, CLIENT, FILE).status()).isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(table.close(future, CLIENT, FILE).status()).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(table.close(current, CLIENT, FILE).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void seqidZeroStandsForTheCurrentOne() {
        open(READ);
        StateId current = open(READ);
        assertThat(ids.validate(current.withSeqid(0), CLIENT, FILE, StateUse.READ))
                .isEqualTo(NfsStatus.OK);
        assertThat(table.close(current.withSeqid(0), CLIENT, FILE).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void stateIdIsBadOnAnotherFile() { // B-121
        StateId id = open(BOTH);
        open(READ);
        opened(CLIENT, OWNER, OTHER_FILE, BOTH);
        assertThat(ids.validate(id.withSeqid(0), CLIENT, OTHER_FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(table.close(id.withSeqid(0), CLIENT, OTHER_FILE).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void stateIdIsBadForAnotherClient() { // B-122
        StateId id = open(BOTH);
        assertThat(ids.validate(id, OTHER_CLIENT, FILE, StateUse.READ))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(table.downgrade(id, OTHER_CLIENT, FILE, BOTH).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(table.close(id, OTHER_CLIENT, FILE).status()).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.free(id, OTHER_CLIENT)).isEqualTo(NfsStatus.BAD_STATEID); // B-187
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void stateIdOfAnotherServerInstanceIsBadAndNotStale() { // B-112
        StateTables<String> before = new StateTables<>(new StateIdSource(3, 4));
        StateId id = before.opens().open(new Holder(CLIENT), OWNER, FILE, READ, false, 0).stateId();
        open(READ);
        assertThat(ids.test(id, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void forgedTailOfAStateIdIsBad() {
        StateId id = open(READ);
        StateId forged = new StateId(id.seqid(), id.otherHigh(), id.otherLow() ^ 1);
        assertThat(ids.test(forged, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void closedStateIdIsBadAndTheNextOpenHasANewOne() {
        StateId id = open(READ);
        table.close(id, CLIENT, FILE);
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(table.close(id, CLIENT, FILE).status()).isEqualTo(NfsStatus.BAD_STATEID);
        StateId again = open(READ);
        assertThat(again.otherHigh()).isNotEqualTo(id.otherHigh());
        assertThat(again.seqid()).isEqualTo(1);
    }

    @Test
    void closeReturnsTheInvalidStateId() { // B-191
        assertThat(table.close(open(READ), CLIENT, FILE).stateId())
                .isEqualTo(new StateId(-1, 0, 0));
    }

    @Test
    void parallelOpensOfOneOwnerGetEachSeqidOnce() throws Exception { // B-130
        int opens = 50;
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < opens; i++) {
            calls.add(() -> open(READ).seqid());
        }
        List<Integer> seqids = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> seqid : threads.invokeAll(calls)) {
                seqids.add(seqid.get());
            }
        }
        assertThat(seqids)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, opens).boxed().toList());
        StateId last = open(READ);
        assertThat(table.close(last, CLIENT, FILE).status()).isEqualTo(NfsStatus.OK);
        assertThat(table.count()).isZero();
    }

    @Test
    void racingClosesOfOneStateIdSucceedOnce() throws Exception { // B-192
        for (int round = 0; round < 200; round++) {
            StateId id = open(READ);
            Callable<NfsStatus> close = () -> table.close(id, CLIENT, FILE).status();
            Callable<NfsStatus> open = () -> opened(CLIENT, OTHER_OWNER, FILE, READ).status();
            try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
                List<Future<NfsStatus>> all = threads.invokeAll(List.of(close, open, close));
                assertThat(List.of(all.get(0).get(), all.get(2).get()))
                        .containsExactlyInAnyOrder(NfsStatus.OK, NfsStatus.BAD_STATEID);
                assertThat(all.get(1).get()).isEqualTo(NfsStatus.OK);
            }
            holders.release(CLIENT);
            assertThat(table.isOpen(FILE)).isFalse();
        }
    }

    // --- Special state ids: section 8.2.3

    @ParameterizedTest
    @EnumSource(StateUse.class)
    void reservedValuesWithoutMeaningAreBad(StateUse use) {
        for (StateId id :
                List.of(
                        StateId.INVALID,
                        StateId.CURRENT,
                        new StateId(2, 0, 0),
                        new StateId(0, -1, -1),
                        new StateId(1, -1, -1))) {
            assertThat(ids.validate(id, CLIENT, FILE, use)).isEqualTo(NfsStatus.BAD_STATEID);
        }
    }

    @Test
    void anonymousIoPassesWhenNothingIsDenied() {
        opened(OTHER_CLIENT, OWNER, FILE, BOTH);
        for (StateUse use : StateUse.values()) {
            assertThat(ids.validate(StateId.ANONYMOUS, CLIENT, FILE, use)).isEqualTo(NfsStatus.OK);
            assertThat(ids.validate(StateId.READ_BYPASS, CLIENT, OTHER_FILE, use))
                    .isEqualTo(NfsStatus.OK);
        }
    }

    @Test
    void anonymousIoIsLockedOutByDenyModes() { // B-125
        StateId id = opened(OTHER_CLIENT, OWNER, FILE, new Share(Share.READ, Share.BOTH)).stateId();
        StateId anonymous = StateId.ANONYMOUS;
        assertThat(ids.validate(anonymous, CLIENT, FILE, StateUse.READ))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(ids.validate(anonymous, CLIENT, FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(ids.validate(anonymous, CLIENT, FILE, StateUse.SETATTR)).isEqualTo(NfsStatus.OK);

        table.close(id, OTHER_CLIENT, FILE);

        assertThat(ids.validate(anonymous, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void readBypassIsAnonymousForWriting() { // B-124
        StateId bypass = StateId.READ_BYPASS;
        assertThat(ids.validate(bypass, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OK);
        opened(OTHER_CLIENT, OWNER, FILE, new Share(Share.READ, Share.BOTH));
        assertThat(ids.validate(bypass, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.OK);
        assertThat(ids.validate(bypass, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.LOCKED);
    }

    // --- I/O against the open mode: section 8.2.5

    @Test
    void ioMustMatchTheOpenMode() { // B-126, B-127
        StateId reading = open(READ);
        StateId writing = opened(CLIENT, OTHER_OWNER, FILE, WRITE).stateId();
        assertThat(ids.validate(reading, CLIENT, FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(ids.validate(writing, CLIENT, FILE, StateUse.READ))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(ids.validate(writing, CLIENT, FILE, StateUse.SETATTR)).isEqualTo(NfsStatus.OK);
    }

    // --- Share reservations: section 9.7

    @Test
    void conflictsOfAllModesAreFoundBetweenOwnersClientsAndWithin() { // B-133
        for (int held = 0; held < 12; held++) {
            for (int wanted = 0; wanted < 12; wanted++) {
                Share first = new Share(1 + held % 3, held / 3);
                Share second = new Share(1 + wanted % 3, wanted / 3);
                boolean conflict =
                        (second.access() & first.deny()) != 0
                                || (second.deny() & first.access()) != 0;
                NfsStatus expected = conflict ? NfsStatus.SHARE_DENIED : NfsStatus.OK;
                opened(CLIENT, OWNER, FILE, first);
                assertThat(opened(CLIENT, OTHER_OWNER, FILE, second).status()).isEqualTo(expected);
                holders.release(CLIENT);
                opened(CLIENT, OWNER, FILE, first);
                assertThat(opened(OTHER_CLIENT, OWNER, FILE, second).status()).isEqualTo(expected);
                holders.release(OTHER_CLIENT);
                assertThat(opened(CLIENT, OWNER, FILE, second).status()).isEqualTo(expected);
                holders.release(CLIENT);
            }
        }
    }

    @Test
    void refusedOpenLeavesTheOwnersOpenAsItWas() {
        opened(OTHER_CLIENT, OWNER, FILE, new Share(Share.READ, Share.WRITE));
        StateId id = open(READ);
        assertThat(opened(CLIENT, OWNER, FILE, WRITE).status()).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(ids.test(id, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OPENMODE);
    }

    @Test
    void openForReadingThatTruncatesIsStoppedByDenyWrite() {
        opened(OTHER_CLIENT, OWNER, FILE, new Share(Share.READ, Share.WRITE));
        assertThat(table.open(new Holder(CLIENT), OWNER, FILE, READ, true, 0).status())
                .isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(holders.holdsState(CLIENT)).isFalse();
    }

    @Test
    void upgradeIsTheUnionAndOneCloseEndsIt() {
        open(READ);
        StateId id = open(new Share(Share.WRITE, Share.NONE));
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.OK);
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OK);
        table.close(id, CLIENT, FILE);
        assertThat(table.isOpen(FILE)).isFalse();
        assertThat(table.count()).isZero();
    }

    // --- OPEN_DOWNGRADE: section 18.18.3, B-134

    @Test
    void downgradeToEitherOfTwoOpens() {
        open(READ);
        StateId both = open(WRITE);
        StateId reduced = table.downgrade(both, CLIENT, FILE, READ).stateId();
        assertThat(reduced).isEqualTo(both.withSeqid(3));
        assertThat(ids.validate(reduced, CLIENT, FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(opened(OTHER_CLIENT, OWNER, FILE, new Share(Share.READ, Share.WRITE)).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void downgradeToWhatWasNeverOpenedIsInvalid() {
        open(BOTH);
        StateId id = open(READ);
        assertThat(table.downgrade(id, CLIENT, FILE, WRITE).status()).isEqualTo(NfsStatus.INVAL);
        assertThat(ids.test(id, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void downgradeToAUnionOfOpensIsLegalAndRaisesTheSeqidWithoutChange() {
        open(READ);
        open(WRITE);
        StateId id = open(READ);
        Reduced reduced = table.downgrade(id, CLIENT, FILE, BOTH);
        assertThat(reduced.status()).isEqualTo(NfsStatus.OK);
        assertThat(reduced.stateId().seqid()).isEqualTo(4);
    }

    @Test
    void whatWasGivenUpCannotBeTakenBackByDowngrade() {
        open(READ);
        StateId id = table.downgrade(open(WRITE), CLIENT, FILE, READ).stateId();
        assertThat(table.downgrade(id, CLIENT, FILE, BOTH).status()).isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void denyBitsAreReducedToo() {
        open(new Share(Share.READ, Share.WRITE));
        StateId id = table.downgrade(open(READ), CLIENT, FILE, READ).stateId();
        assertThat(id.seqid()).isEqualTo(3);
        assertThat(opened(OTHER_CLIENT, OWNER, FILE, WRITE).status()).isEqualTo(NfsStatus.OK);
    }

    // --- TEST_STATEID and FREE_STATEID: sections 18.48.3, 18.38.3

    @Test
    void testOfStateIdsWithoutAFile() { // B-113
        StateId first = open(READ);
        StateId current = open(READ);
        assertThat(ids.test(current, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.test(current.withSeqid(0), CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.test(first, CLIENT)).isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(ids.test(current.withSeqid(3), CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        for (StateId special :
                List.of(StateId.ANONYMOUS, StateId.READ_BYPASS, StateId.CURRENT, StateId.INVALID)) {
            assertThat(ids.test(special, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        }
    }

    @Test
    void openIsNeverFreed() { // B-114
        StateId id = open(READ);
        assertThat(ids.free(id, CLIENT)).isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(ids.test(id, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(table.close(id, CLIENT, FILE).status()).isEqualTo(NfsStatus.OK);
        assertThat(ids.free(id, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
    }

    // --- Clients that go, limits, withdrawal

    @Test
    void releasedClientLeavesNothingBehind() {
        opened(CLIENT, OWNER, FILE, new Share(Share.BOTH, Share.BOTH));
        opened(CLIENT, OTHER_OWNER, OTHER_FILE, READ);
        StateId theirs = opened(OTHER_CLIENT, OWNER, OTHER_FILE, READ).stateId();
        assertThat(holders.holdsState(CLIENT)).isTrue();

        assertThat(holders.release(CLIENT)).containsExactlyInAnyOrder(FILE, OTHER_FILE);

        assertThat(holders.release(CLIENT)).isEmpty();
        assertThat(holders.holdsState(CLIENT)).isFalse();
        assertThat(table.isOpen(FILE)).isFalse();
        assertThat(table.count()).isEqualTo(1);
        assertThat(ids.test(theirs, OTHER_CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void opensOfOneClientAreLimitedAndUpgradesAreNot() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), new OpenLimits(2, 3), LockLimits.DEFAULT);
        StateId first =
                small.opens().open(new Holder(CLIENT), OWNER, "a", READ, false, 0).stateId();
        small.opens().open(new Holder(CLIENT), OWNER, "b", READ, false, 0);
        assertThat(small.opens().open(new Holder(CLIENT), OWNER, "c", READ, false, 0).status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(small.opens().isOpen("c")).isFalse();
        assertThat(small.opens().open(new Holder(CLIENT), OWNER, "a", WRITE, false, 0).status())
                .isEqualTo(NfsStatus.OK);
        small.opens().close(first.withSeqid(0), CLIENT, "a");
        assertThat(small.opens().open(new Holder(CLIENT), OWNER, "c", READ, false, 0).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void opensOfAllClientsAreLimited() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), new OpenLimits(2, 3), LockLimits.DEFAULT);
        small.opens().open(new Holder(1), OWNER, "a", READ, false, 0);
        small.opens().open(new Holder(1), OWNER, "b", READ, false, 0);
        small.opens().open(new Holder(2), OWNER, "a", READ, false, 0);
        assertThat(small.opens().open(new Holder(2), OWNER, "b", READ, false, 0).status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(small.opens().count()).isEqualTo(3);
    }

    @Test
    void withdrawnOpenIsGoneAndWithdrawnUpgradeGivesTheModeBack() {
        table.withdraw(CLIENT, FILE, opened(CLIENT, OWNER, FILE, READ));
        assertThat(table.isOpen(FILE)).isFalse();

        StateId id = open(READ);
        table.withdraw(CLIENT, FILE, opened(CLIENT, OWNER, FILE, WRITE));
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OPENMODE);
        assertThat(table.close(id, CLIENT, FILE).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void withdrawnUpgradeLeavesAloneWhatWasBuiltOnIt() {
        StateId id = open(READ);
        Opened<String> upgrade = opened(CLIENT, OWNER, FILE, WRITE);
        StateId later = opened(CLIENT, OWNER, FILE, READ).stateId();
        table.withdraw(CLIENT, FILE, upgrade);
        assertThat(later).isEqualTo(id.withSeqid(3));
        assertThat(ids.validate(later, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void ownerNameIsKeptWhenTheRequestIsGone() {
        byte[] request = "the owner".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Opaque view = Opaque.wrap(java.nio.ByteBuffer.wrap(request));
        StateId id = opened(CLIENT, view, FILE, READ).stateId();
        request[0] = 'X';
        assertThat(opened(CLIENT, Opaque.utf8("the owner"), FILE, READ).stateId())
                .isEqualTo(id.withSeqid(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, -1})
    void accessThatTheProtocolDoesNotKnowIsNoShare(int access) { // B-193
        assertThat(new Share(access, Share.NONE).isValid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 0xFF, -1})
    void denyThatTheProtocolDoesNotKnowIsNoShare(int deny) { // B-193
        assertThat(new Share(Share.READ, deny).isValid()).isFalse();
    }
}
