package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.state.lock.ByteRange;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Locks of two clients, their owners and opens; B-numbers are those of known field bugs. */
class LockTableTest {
    private static final long CLIENT = 7;
    private static final long OTHER_CLIENT = 8;
    private static final Opaque OPENER = Opaque.utf8("open owner");
    private static final Opaque OTHER_OPENER = Opaque.utf8("open owner 2");
    private static final Opaque OWNER = Opaque.utf8("lock owner");
    private static final Opaque OTHER_OWNER = Opaque.utf8("lock owner 2");
    private static final String FILE = "f1";
    private static final String OTHER_FILE = "f2";
    private static final Share BOTH = new Share(Share.BOTH, Share.NONE);
    private static final ByteRange RANGE = new ByteRange(10, 19);
    private static final ByteRange ALL = new ByteRange(0, -1);
    private static final long NOW = 0;

    private final StateTables<String> tables = new StateTables<>(new StateIdSource(1, 2));
    private final OpenTable<String> opens = tables.opens();
    private final LockTable<String> locks = tables.locks();
    private final StateIds<String> ids = tables.stateIds();
    private final Holder me = new Holder(CLIENT);
    private final Holder other = new Holder(OTHER_CLIENT);
    private final StateId open = open(CLIENT, OPENER, FILE, BOTH);

    private StateId open(long client, Opaque owner, String file, Share share) {
        Holder holder = client == CLIENT ? me : other;
        return opens.open(holder, owner, file, share, false, NOW).stateId();
    }

    private StateId lock(StateId under, Opaque owner, ByteRange range, boolean exclusive) {
        Locked locked = locks.lock(under, CLIENT, FILE, owner, range, exclusive, NOW);
        assertThat(locked.status()).isEqualTo(NfsStatus.OK);
        return locked.stateId();
    }

    private NfsStatus othersLock(ByteRange range, boolean exclusive) {
        StateId theirs = open(OTHER_CLIENT, OPENER, FILE, BOTH);
        Locked locked = locks.lock(theirs, OTHER_CLIENT, FILE, OWNER, range, exclusive, NOW);
        assertThat(locked.denied() != null).isEqualTo(locked.status().equals(NfsStatus.DENIED));
        return locked.status();
    }

    // --- State ids: RFC 8881 sections 8.2.1, 8.2.2, 9.4

    @Test
    void firstLockHasSeqidOneAndEachFurtherOneAddsOne() {
        StateId first = lock(open, OWNER, RANGE, true);
        assertThat(first.seqid()).isEqualTo(1);
        assertThat(first.sameOther(open)).isFalse();

        Locked second = locks.lock(first, CLIENT, FILE, new ByteRange(30, 30), false, NOW);
        assertThat(second.stateId()).isEqualTo(first.withSeqid(2));
        Locked third = locks.unlock(second.stateId(), CLIENT, FILE, ALL);
        assertThat(third.stateId()).isEqualTo(first.withSeqid(3));
    }

    @Test
    void ownerNamedAgainGetsTheSameStateId() { // B-139
        StateId first = lock(open, OWNER, RANGE, true);
        assertThat(lock(open, OWNER, RANGE, true)).isEqualTo(first.withSeqid(2));
    }

    @Test
    void openSeqidIsNotChangedByLocks() {
        lock(open, OWNER, RANGE, true);
        assertThat(ids.test(open, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void oldAndFutureSeqidsAreRefusedByEveryOperation() { // B-117
        StateId first = lock(open, OWNER, RANGE, true);
        StateId now = locks.lock(first, CLIENT, FILE, RANGE, true, NOW).stateId();
        for (StateId wrong : List.of(first, now.withSeqid(3))) {
            NfsStatus expected =
                    wrong.equals(first) ? NfsStatus.OLD_STATEID : NfsStatus.BAD_STATEID;
            assertThat(locks.lock(wrong, CLIENT, FILE, ALL, true, NOW).status())
                    .isEqualTo(expected);
            assertThat(locks.unlock(wrong, CLIENT, FILE, ALL).status()).isEqualTo(expected);
            assertThat(ids.test(wrong, CLIENT)).isEqualTo(expected);
            assertThat(ids.free(wrong, CLIENT)).isEqualTo(expected);
            assertThat(ids.validate(wrong, CLIENT, FILE, StateUse.READ)).isEqualTo(expected);
        }
        assertThat(othersLock(new ByteRange(0, 9), true)).isEqualTo(NfsStatus.OK);
        assertThat(othersLock(RANGE, true)).isEqualTo(NfsStatus.DENIED);
        assertThat(locks.unlock(now.withSeqid(0), CLIENT, FILE, ALL).stateId())
                .isEqualTo(now.withSeqid(3));
    }

    @Test
    void openSeqidIsCheckedWhenItIsGiven() { // B-117
        StateId upgraded = open(CLIENT, OPENER, FILE, BOTH);
        assertThat(locks.lock(open, CLIENT, FILE, OWNER, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(
                        locks.lock(upgraded.withSeqid(3), CLIENT, FILE, OWNER, RANGE, true, NOW)
                                .status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        lock(upgraded, OWNER, RANGE, true);
    }

    @Test
    void stateIdsOfTheWrongKindAreBad() {
        StateId lock = lock(open, OWNER, RANGE, true);
        assertThat(locks.lock(lock, CLIENT, FILE, OTHER_OWNER, ALL, false, NOW).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(locks.lock(open, CLIENT, FILE, ALL, false, NOW).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(locks.unlock(open, CLIENT, FILE, ALL).status()).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(opens.close(lock, CLIENT, FILE).status()).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(opens.downgrade(lock, CLIENT, FILE, BOTH).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void stateIdsAreBadForOtherClientsAndFiles() { // B-121, B-122
        StateId lock = lock(open, OWNER, RANGE, true);
        open(OTHER_CLIENT, OPENER, FILE, BOTH);
        assertThat(locks.unlock(lock, OTHER_CLIENT, FILE, ALL).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(locks.lock(lock, CLIENT, OTHER_FILE, ALL, true, NOW).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.test(lock, OTHER_CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.free(lock, OTHER_CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(locks.lock(open, OTHER_CLIENT, FILE, OWNER, ALL, true, NOW).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.test(lock, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void lockStateIdAllowsWhatItsOpenAllows() { // B-127
        StateId reader = open(CLIENT, OTHER_OPENER, FILE, new Share(Share.READ, Share.NONE));
        StateId readLock = lock(reader, OWNER, RANGE, false);
        assertThat(ids.validate(readLock, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.OK);
        assertThat(ids.validate(readLock, CLIENT, FILE, StateUse.WRITE))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(ids.validate(readLock, CLIENT, FILE, StateUse.SETATTR)).isEqualTo(NfsStatus.OK);
        assertThat(locks.lock(readLock, CLIENT, FILE, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.OPENMODE);

        open(CLIENT, OTHER_OPENER, FILE, new Share(Share.WRITE, Share.NONE));
        assertThat(ids.validate(readLock, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OK);
    }

    // --- Conflicts

    @Test
    void conflictNamesItsHolder() { // B-136
        lock(open, OWNER, RANGE, true);
        StateId theirs = open(OTHER_CLIENT, OPENER, FILE, BOTH);
        Locked locked = locks.lock(theirs, OTHER_CLIENT, FILE, OWNER, ALL, false, NOW);
        assertThat(locked.status()).isEqualTo(NfsStatus.DENIED);
        assertThat(locked.denied()).isEqualTo(new HeldLock(RANGE, true, CLIENT, OWNER, false));
        assertThat(locks.test(OTHER_CLIENT, FILE, OWNER, ALL, false, NOW))
                .isEqualTo(locked.denied());
    }

    @Test
    void deniedOwnerHasNoStateIdAfterwards() {
        lock(open, OWNER, RANGE, true);
        int count = locks.count();
        assertThat(locks.lock(open, CLIENT, FILE, OTHER_OWNER, RANGE, false, NOW).status())
                .isEqualTo(NfsStatus.DENIED);
        assertThat(locks.count()).isEqualTo(count);
        lock(open, OWNER, ALL, false);
        assertThat(lock(open, OTHER_OWNER, RANGE, false).seqid()).isEqualTo(1);
    }

    @Test
    void sharedLocksGoTogetherAndUpgradeNeedsToBeAlone() {
        lock(open, OWNER, RANGE, false);
        StateId theirs = open(OTHER_CLIENT, OPENER, FILE, BOTH);
        StateId shared = locks.lock(theirs, OTHER_CLIENT, FILE, OWNER, RANGE, false, NOW).stateId();
        assertThat(locks.lock(shared, OTHER_CLIENT, FILE, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.DENIED);
        assertThat(ids.test(shared, OTHER_CLIENT)).isEqualTo(NfsStatus.OK);

        opens.close(open, CLIENT, FILE);
        assertThat(locks.lock(shared, OTHER_CLIENT, FILE, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void testDoesNotMindOnesOwnLocks() { // B-137
        lock(open, OWNER, RANGE, true);
        assertThat(locks.test(CLIENT, FILE, OWNER, ALL, true, NOW)).isNull();
        assertThat(locks.test(CLIENT, FILE, OTHER_OWNER, ALL, true, NOW)).isNotNull();
        assertThat(locks.test(OTHER_CLIENT, FILE, OWNER, ALL, true, NOW)).isNotNull(); // B-132
        assertThat(locks.test(CLIENT, OTHER_FILE, OTHER_OWNER, ALL, true, NOW)).isNull();
    }

    @Test
    void openOwnerAndLockOwnerOfOneNameAreTwo() {
        lock(open, OPENER, RANGE, true);
        assertThat(locks.test(CLIENT, FILE, OPENER, ALL, true, NOW)).isNull();
        assertThat(locks.lock(open, CLIENT, FILE, OWNER, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.DENIED);
    }

    // --- One lock owner under two opens: RFC 8881 section 9.5

    @Test
    void bytesBelongToTheOpenTheyWereLockedUnderLast() {
        StateId other = open(CLIENT, OTHER_OPENER, FILE, BOTH);
        StateId first = lock(open, OWNER, new ByteRange(0, 29), true);
        StateId second = lock(other, OWNER, RANGE, true);
        assertThat(second.sameOther(first)).isFalse();
        assertThat(ids.test(first, CLIENT)).as("seqid of the first").isEqualTo(NfsStatus.OK);

        opens.close(open, CLIENT, FILE);

        assertThat(othersLock(new ByteRange(0, 9), true)).isEqualTo(NfsStatus.OK);
        assertThat(othersLock(RANGE, false)).isEqualTo(NfsStatus.DENIED);
        assertThat(ids.test(first, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.test(second, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void unlockingThroughOneOpenUnlocksWhatAnotherHolds() {
        StateId other = open(CLIENT, OTHER_OPENER, FILE, BOTH);
        StateId first = lock(open, OWNER, RANGE, true);
        StateId second = lock(other, OWNER, new ByteRange(30, 39), true);
        locks.unlock(second, CLIENT, FILE, ALL);
        assertThat(ids.free(first, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(othersLock(ALL, true)).isEqualTo(NfsStatus.OK);
    }

    // --- How state ids end

    @Test
    void unlockedStateIdStaysUntilItIsFreed() { // B-114, B-115
        StateId elsewhere = open(CLIENT, OPENER, OTHER_FILE, BOTH);
        StateId otherFile =
                locks.lock(elsewhere, CLIENT, OTHER_FILE, OWNER, RANGE, true, NOW).stateId();
        StateId id = lock(open, OWNER, RANGE, true);
        assertThat(ids.free(id, CLIENT)).isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(othersLock(RANGE, true)).isEqualTo(NfsStatus.DENIED);

        StateId now = locks.unlock(id, CLIENT, FILE, RANGE).stateId();
        assertThat(ids.test(now, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.free(now, CLIENT)).isEqualTo(NfsStatus.OK);

        assertThat(ids.free(now, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(locks.lock(now, CLIENT, FILE, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(ids.test(otherFile, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(lock(open, OWNER, RANGE, true).sameOther(now)).isFalse();
    }

    @Test
    void closeReleasesTheLocksUnderIt() { // B-138
        StateId id = lock(open, OWNER, RANGE, true);
        assertThat(ids.free(open, CLIENT)).isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(opens.close(open, CLIENT, FILE).status()).isEqualTo(NfsStatus.OK);
        assertThat(locks.unlock(id, CLIENT, FILE, RANGE).status()).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(othersLock(ALL, true)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void releasedClientLeavesNoLockBehind() {
        StateId theirs = open(OTHER_CLIENT, OPENER, FILE, BOTH);
        lock(open, OWNER, RANGE, true);
        lock(open, OTHER_OWNER, new ByteRange(50, -1), false);
        tables.holders().release(CLIENT);
        assertThat(locks.count()).isZero();
        assertThat(locks.lock(theirs, OTHER_CLIENT, FILE, OWNER, ALL, true, NOW).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void downgradeKeepsTheLocks() {
        StateId reader = open(CLIENT, OTHER_OPENER, FILE, new Share(Share.READ, Share.NONE));
        StateId both = open(CLIENT, OTHER_OPENER, FILE, BOTH);
        assertThat(both.sameOther(reader)).isTrue();
        StateId id = lock(both, OWNER, RANGE, true);
        opens.downgrade(both, CLIENT, FILE, new Share(Share.READ, Share.NONE));
        assertThat(othersLock(RANGE, false)).isEqualTo(NfsStatus.DENIED);
        assertThat(ids.validate(id, CLIENT, FILE, StateUse.WRITE)).isEqualTo(NfsStatus.OPENMODE);
        assertThat(locks.unlock(id, CLIENT, FILE, ALL).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void ownerNameIsKeptWhenTheRequestIsGone() {
        byte[] request = "the owner".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        lock(open, Opaque.wrap(java.nio.ByteBuffer.wrap(request)), RANGE, true);
        request[0] = 'X';
        HeldLock held = locks.test(OTHER_CLIENT, FILE, OWNER, RANGE, true, NOW);
        assertThat(held)
                .isEqualTo(new HeldLock(RANGE, true, CLIENT, Opaque.utf8("the owner"), false));
    }

    // --- Clients whose lease has lapsed: RFC 8881 sections 8.4.3 and 18.38.3

    @Test
    void lapsedLocksInTheWayAreRevokedAndTheOpenStays() { // B-110
        StateId lost = lock(open, OWNER, RANGE, true);
        StateId kept = lock(open, OTHER_OWNER, new ByteRange(50, 59), true);
        me.lapsed = true;

        assertThat(locks.test(OTHER_CLIENT, FILE, OWNER, RANGE, true, NOW)).isNull();
        assertThat(ids.test(lost, CLIENT)).as("after LOCKT").isEqualTo(NfsStatus.OK);
        assertThat(othersLock(RANGE, true)).isEqualTo(NfsStatus.OK);

        assertThat(me.told).containsExactly("LEASE_EXPIRED some");
        assertThat(ids.test(lost, CLIENT)).isEqualTo(NfsStatus.EXPIRED);
        assertThat(ids.test(kept, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.test(open, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void revokedLocksSayExpiredUntilTheyAreFreed() {
        StateId lost = lock(open, OWNER, RANGE, true);
        me.lapsed = true;
        othersLock(RANGE, true);
        me.lapsed = false;
        int count = locks.count();

        assertThat(locks.unlock(lost, CLIENT, FILE, ALL).status()).isEqualTo(NfsStatus.EXPIRED);
        assertThat(locks.lock(lost, CLIENT, FILE, ALL, true, NOW).status())
                .isEqualTo(NfsStatus.EXPIRED);
        assertThat(ids.validate(lost, CLIENT, FILE, StateUse.READ)).isEqualTo(NfsStatus.EXPIRED);
        assertThat(ids.free(lost, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(locks.count()).isEqualTo(count - 1);
        assertThat(ids.free(lost, CLIENT)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(me.told).containsExactly("LEASE_EXPIRED some", "LEASE_EXPIRED known");
        assertThat(lock(open, OWNER, new ByteRange(0, 1), true).seqid()).isEqualTo(1);
    }

    @Test
    void lapsedLocksStayWhenALiveOneIsInTheWayAsWell() {
        StateId lapsed = lock(open, OWNER, RANGE, false);
        StateId live = open(OTHER_CLIENT, OPENER, FILE, BOTH);
        locks.lock(live, OTHER_CLIENT, FILE, OWNER, RANGE, false, NOW);
        me.lapsed = true;
        assertThat(locks.lock(live, OTHER_CLIENT, FILE, OTHER_OWNER, RANGE, true, NOW).denied())
                .isEqualTo(new HeldLock(RANGE, false, OTHER_CLIENT, OWNER, false));
        assertThat(ids.test(lapsed, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void lockThatIsAboutToGiveWayIsToldFromOneThatStays() {
        lock(open, OWNER, RANGE, false);
        StateId theirs = open(OTHER_CLIENT, OPENER, FILE, BOTH);
        me.yielding = true;
        assertThat(locks.lock(theirs, OTHER_CLIENT, FILE, OWNER, RANGE, true, NOW).denied())
                .isEqualTo(new HeldLock(RANGE, false, CLIENT, OWNER, true));
        assertThat(locks.test(OTHER_CLIENT, FILE, OWNER, RANGE, true, NOW))
                .isEqualTo(new HeldLock(RANGE, false, CLIENT, OWNER, true));

        locks.lock(theirs, OTHER_CLIENT, FILE, OWNER, RANGE, false, NOW);
        assertThat(locks.lock(theirs, OTHER_CLIENT, FILE, OTHER_OWNER, RANGE, true, NOW).denied())
                .isEqualTo(new HeldLock(RANGE, false, OTHER_CLIENT, OWNER, false));
        assertThat(me.told).isEmpty();
    }

    @Test
    void clientNeverRevokesItsOwnLocks() {
        StateId first = lock(open, OWNER, RANGE, true);
        me.lapsed = true;
        assertThat(locks.lock(open, CLIENT, FILE, OTHER_OWNER, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.DENIED);
        assertThat(ids.test(first, CLIENT)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void revokedOpenTakesItsLocksAlong() {
        StateId lock = lock(open, OWNER, RANGE, true);
        tables.holders().revoke(CLIENT, RevocationCause.ADMINISTRATIVE);
        assertThat(me.told).containsExactly("ADMINISTRATIVE some", "ADMINISTRATIVE all");
        assertThat(locks.unlock(lock, CLIENT, FILE, ALL).status())
                .isEqualTo(NfsStatus.ADMIN_REVOKED);
        assertThat(locks.lock(open, CLIENT, FILE, OWNER, RANGE, true, NOW).status())
                .isEqualTo(NfsStatus.ADMIN_REVOKED);
        assertThat(othersLock(ALL, true)).isEqualTo(NfsStatus.OK);
        assertThat(ids.free(lock, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.free(open, CLIENT)).isEqualTo(NfsStatus.OK);
        assertThat(ids.revokedCount()).isZero();
    }

    @Test
    void revokedLocksGoWithTheirClient() {
        lock(open, OWNER, RANGE, true);
        tables.holders().revoke(CLIENT, RevocationCause.ADMINISTRATIVE);
        tables.holders().release(CLIENT);
        assertThat(ids.revokedCount()).isZero();
        assertThat(locks.count()).isZero();
    }

    // --- Limits

    @Test
    void locksOfOneClientAreLimitedAndAtTheLimitTheyCanBeUnlocked() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), OpenLimits.DEFAULT, new LockLimits(4, 100));
        LockTable<String> few = small.locks();
        StateId under =
                small.opens().open(new Holder(CLIENT), OPENER, FILE, BOTH, false, NOW).stateId();
        StateId id = few.lock(under, CLIENT, FILE, OWNER, new ByteRange(0, 9), true, NOW).stateId();
        few.lock(id.withSeqid(0), CLIENT, FILE, new ByteRange(20, 29), true, NOW);
        assertThat(few.count()).isEqualTo(3);
        assertThat(
                        few.lock(id.withSeqid(0), CLIENT, FILE, new ByteRange(40, 49), true, NOW)
                                .status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(few.unlock(id.withSeqid(0), CLIENT, FILE, new ByteRange(4, 5)).status())
                .isEqualTo(NfsStatus.OK);
        assertThat(few.unlock(id.withSeqid(0), CLIENT, FILE, new ByteRange(24, 25)).status())
                .isEqualTo(NfsStatus.DELAY);
        assertThat(few.unlock(id.withSeqid(0), CLIENT, FILE, ALL).status()).isEqualTo(NfsStatus.OK);
        assertThat(few.count()).isEqualTo(1);
    }

    @Test
    void locksOfAllClientsAreLimited() {
        StateTables<String> small =
                new StateTables<>(
                        new StateIdSource(1, 2), OpenLimits.DEFAULT, new LockLimits(4, 4));
        LockTable<String> few = small.locks();
        StateId under =
                small.opens().open(new Holder(CLIENT), OPENER, FILE, BOTH, false, NOW).stateId();
        StateId theirs =
                small.opens()
                        .open(new Holder(OTHER_CLIENT), OPENER, FILE, BOTH, false, NOW)
                        .stateId();
        few.lock(under, CLIENT, FILE, OWNER, RANGE, false, NOW);
        assertThat(few.lock(theirs, OTHER_CLIENT, FILE, OWNER, RANGE, false, NOW).status())
                .isEqualTo(NfsStatus.DELAY);
        small.opens().close(under, CLIENT, FILE);
        assertThat(few.count()).isZero();
        assertThat(few.lock(theirs, OTHER_CLIENT, FILE, OWNER, RANGE, false, NOW).status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void limitsBelowOneLockAreRefused() {
        assertThatThrownBy(() -> new LockLimits(2, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    // --- Races

    @Test
    void lockThatRacesWithCloseNeverStays() throws Exception { // B-194
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 500; round++) {
                StateId id = open(CLIENT, OTHER_OPENER, FILE, BOTH);
                Callable<NfsStatus> lock =
                        () -> locks.lock(id, CLIENT, FILE, OWNER, ALL, true, NOW).status();
                Callable<NfsStatus> close = () -> opens.close(id, CLIENT, FILE).status();
                List<Future<NfsStatus>> done = two.invokeAll(List.of(lock, close));
                assertThat(done.get(0).get()).isIn(NfsStatus.OK, NfsStatus.BAD_STATEID);
                assertThat(done.get(1).get()).isEqualTo(NfsStatus.OK);
                assertThat(locks.test(OTHER_CLIENT, FILE, OWNER, ALL, true, NOW)).isNull();
            }
            assertThat(locks.count()).isZero();
        }
    }
}
