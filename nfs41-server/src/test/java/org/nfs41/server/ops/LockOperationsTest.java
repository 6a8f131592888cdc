package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateResOk;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockDenied;
import org.nfs41.xdr.op.LockDeniedRes;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.LockTDeniedRes;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenResultFlags;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.RestoreFhArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/** LOCK, LOCKT and LOCKU as clients send them; B-numbers are those of known field bugs. */
class LockOperationsTest {
    private static final long TO_END = -1;
    private static final LockType UNKNOWN = LockType.of(5);

    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);
    private final TestClient other = server.client("c2", 1000);

    private StateId open = StateId.INVALID;
    private ArgOp file = new SaveFhArgs();

    @BeforeEach
    void openTheFile() {
        open = client.openFile("f");
        file = client.put("/a/f");
    }

    private static LockArgs lock(StateId open, LockType type, long offset, long length) {
        return lock(open, new LockOwner(99, Opaque.utf8("lock owner")), type, offset, length);
    }

    private static LockArgs lock(
            StateId open, LockOwner owner, LockType type, long offset, long length) {
        OpenToLockOwner by = new OpenToLockOwner(1234, open, 5678, owner);
        return new LockArgs(type, false, offset, length, new Locker.New(by));
    }

    private static LockArgs again(StateId lock, LockType type, long offset, long length) {
        Locker by = new Locker.Existing(new ExistLockOwner(lock, 4711));
        return new LockArgs(type, false, offset, length, by);
    }

    private static LockTArgs test(String owner, LockType type, long offset, long length) {
        return new LockTArgs(type, offset, length, new LockOwner(99, Opaque.utf8(owner)));
    }

    private static LockUArgs unlock(StateId lock, long offset, long length) {
        return new LockUArgs(LockType.READ_LT, 815, lock, offset, length);
    }

    private StateId locked(LockArgs lock) {
        return client.result(LockResOk.class, file, lock).lockStateId();
    }

    // --- Arguments

    @Test
    void rangesThatAreNoneAreInvalid() { // B-135
        StateId lock = locked(lock(open, LockType.WRITE_LT, 0, 1));
        for (long[] range :
                new long[][] {{0, 0}, {Long.MIN_VALUE, -2}, {-1, 1}, {10, -2}, {-1, 0}}) {
            for (ArgOp operation :
                    List.of(
                            lock(open, LockType.WRITE_LT, range[0], range[1]),
                            again(lock, LockType.WRITE_LT, range[0], range[1]),
                            test("x", LockType.WRITE_LT, range[0], range[1]),
                            unlock(lock, range[0], range[1]))) {
                assertThat(client.status(file, operation)).isEqualTo(NfsStatus.INVAL);
            }
        }
        for (long[] range : new long[][] {{-2, 1}, {10, TO_END}, {-1, TO_END}, {0, -2}}) {
            assertThat(client.status(file, lock(open, LockType.WRITE_LT, range[0], range[1])))
                    .isEqualTo(NfsStatus.OK);
        }
    }

    @Test
    void kindsOfLockThatDoNotExistDoNotDecode() {
        StateId lock = locked(lock(open, LockType.WRITE_LT, 0, 1));
        for (LockType type : List.of(LockType.of(0), UNKNOWN)) {
            for (ArgOp operation :
                    List.of(
                            lock(open, type, 0, 1),
                            test("x", type, 0, 1),
                            new LockUArgs(type, 0, lock, 0, 1))) {
                assertThat(client.status(file, operation)).isEqualTo(NfsStatus.BADXDR);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyKindOfLockUnlocks(int type) {
        StateId lock = locked(lock(open, LockType.WRITEW_LT, 0, 10));
        client.result(LockUResOk.class, file, new LockUArgs(LockType.of(type), 0, lock, 0, TO_END));
        assertThat(client.status(file, test("x", LockType.WRITE_LT, 0, TO_END)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void objectsThatAreNoFilesHaveNoLocks() {
        client.result(
                CreateResOk.class,
                client.put("/a"),
                new CreateArgs(
                        new CreateType.Link(Opaque.utf8("target")),
                        Opaque.utf8("link"),
                        AttributeSet.EMPTY.toFileAttributes()));
        ArgOp directory = client.put("/a");
        LookupArgs link = new LookupArgs(Opaque.utf8("link"));
        LockArgs lock = lock(open, LockType.READ_LT, 0, 1);
        LockTArgs test = test("x", LockType.READ_LT, 0, 1);
        assertThat(client.status(directory, lock)).isEqualTo(NfsStatus.ISDIR);
        assertThat(client.status(directory, test)).isEqualTo(NfsStatus.ISDIR);
        assertThat(client.status(directory, link, lock)).isEqualTo(NfsStatus.SYMLINK);
        assertThat(client.status(directory, link, test)).isEqualTo(NfsStatus.SYMLINK);
        assertThat(client.status(directory, unlock(open, 0, 1))).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(lock)).isEqualTo(NfsStatus.NOFILEHANDLE);
        assertThat(client.status(test)).isEqualTo(NfsStatus.NOFILEHANDLE);
        assertThat(client.status(unlock(open, 0, 1))).isEqualTo(NfsStatus.NOFILEHANDLE);
    }

    @Test
    void specialStateIdsNameNoOpenAndNoLock() {
        for (StateId special :
                List.of(StateId.ANONYMOUS, StateId.READ_BYPASS, StateId.CURRENT, StateId.INVALID)) {
            for (ArgOp operation :
                    List.of(
                            lock(special, LockType.READ_LT, 0, 1),
                            again(special, LockType.READ_LT, 0, 1),
                            unlock(special, 0, 1))) {
                assertThat(client.status(file, operation)).isEqualTo(NfsStatus.BAD_STATEID);
            }
        }
    }

    @Test
    void nothingIsReclaimedWithoutGracePeriod() { // B-185
        LockArgs lock = lock(open, LockType.WRITE_LT, 0, 1);
        assertThat(client.status(file, new LockArgs(lock.lockType(), true, 0, 1, lock.locker())))
                .isEqualTo(NfsStatus.NO_GRACE);
        assertThat(client.status(file, test("x", LockType.WRITE_LT, 0, 1))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void lockNeedsAnOpenThatMayDoTheSame() {
        StateId reader = client.opened(open("reader", 1, 0, "f")).stateId();
        StateId writer = client.opened(open("writer", 2, 0, "f")).stateId();
        assertThat(client.status(file, lock(reader, LockType.WRITE_LT, 0, 1)))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(client.status(file, lock(writer, LockType.READ_LT, 0, 1)))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(client.status(file, lock(reader, LockType.READW_LT, 0, 1)))
                .isEqualTo(NfsStatus.OK);
        assertThat(client.status(file, lock(writer, LockType.WRITEW_LT, 0, 1)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void openTellsThatLocksAreThoseOfPosix() {
        assertThat(client.opened(open("new", 3, 0, "f")).rflags())
                .isEqualTo(OpenResultFlags.LOCKTYPE_POSIX);
    }

    // --- Conflicts

    @Test
    void conflictIsReportedWithItsHolder() { // B-136, B-132
        locked(lock(open, LockType.WRITEW_LT, 10, 20));
        LockDenied expected =
                new LockDenied(
                        10,
                        20,
                        LockType.WRITE_LT,
                        new LockOwner(client.clientId(), Opaque.utf8("lock owner")));
        StateId theirs = other.openFile("f");

        CompoundRes lock = other.call(file, lock(theirs, LockType.READ_LT, 0, TO_END));
        assertThat(lock.status()).isEqualTo(NfsStatus.DENIED);
        assertThat(lock.results().getLast()).isEqualTo(new LockDeniedRes(expected));

        CompoundRes test = other.call(file, test("lock owner", LockType.READ_LT, 29, 1));
        assertThat(test.status()).isEqualTo(NfsStatus.DENIED);
        assertThat(test.results().getLast()).isEqualTo(new LockTDeniedRes(expected));

        assertThat(client.status(file, test("lock owner", LockType.WRITE_LT, 0, TO_END)))
                .as("one's own lock") // B-137
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void lockToTheEndIsReportedAsSuch() {
        locked(lock(open, LockType.READ_LT, Long.MIN_VALUE, TO_END));
        CompoundRes test = other.call(file, test("x", LockType.WRITE_LT, -2, 1));
        LockDenied denied = ((LockTDeniedRes) test.results().getLast()).denied();
        assertThat(denied.offset()).isEqualTo(Long.MIN_VALUE);
        assertThat(denied.length()).isEqualTo(TO_END);
        assertThat(denied.lockType()).isEqualTo(LockType.READ_LT);
    }

    @Test
    void testNeedsNoOpen() {
        locked(lock(open, LockType.WRITE_LT, 0, 1));
        assertThat(other.status(file, test("x", LockType.READ_LT, 1, TO_END)))
                .isEqualTo(NfsStatus.OK);
        assertThat(other.status(file, test("x", LockType.READ_LT, 0, 1)))
                .isEqualTo(NfsStatus.DENIED);
    }

    @Test
    void locksAreAdvisory() {
        locked(lock(open, LockType.WRITE_LT, 0, TO_END));
        StateId theirs = other.openFile("f");
        WriteArgs write = new WriteArgs(theirs, 0, StableHow.UNSTABLE, Opaque.utf8("text"));
        assertThat(other.status(file, write)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(file, new ReadArgs(StateId.ANONYMOUS, 0, 9)))
                .isEqualTo(NfsStatus.OK);
    }

    // --- State ids

    @Test
    void lockAndUnlockSetTheCurrentStateId() { // B-118
        assertThat(
                        client.status(
                                client.put("/a"),
                                open("new", 3, 0, "f"),
                                lock(StateId.CURRENT, LockType.WRITE_LT, 0, 10),
                                new ReadArgs(StateId.CURRENT, 0, 1),
                                again(StateId.CURRENT, LockType.READ_LT, 5, 5),
                                unlock(StateId.CURRENT, 0, TO_END),
                                new FreeStateIdArgs(StateId.CURRENT)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void lockTestLeavesTheCurrentStateIdAlone() {
        assertThat(
                        client.status(
                                client.put("/a"),
                                open("new", 3, 0, "f"),
                                test("x", LockType.WRITE_LT, 0, 10),
                                new CloseArgs(0, StateId.CURRENT)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void savedFilehandleCarriesTheLockStateId() { // B-189
        assertThat(
                        client.status(
                                client.put("/a"),
                                open("new", 3, 0, "f"),
                                lock(StateId.CURRENT, LockType.WRITE_LT, 0, 10),
                                new SaveFhArgs(),
                                client.put("/a"),
                                new RestoreFhArgs(),
                                unlock(StateId.CURRENT, 0, 10)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void lockStateIdIsGoodForReadingAndWriting() {
        StateId lock = locked(lock(open, LockType.WRITE_LT, 0, 10));
        WriteArgs write = new WriteArgs(lock, 0, StableHow.UNSTABLE, Opaque.utf8("text"));
        assertThat(client.status(file, write)).isEqualTo(NfsStatus.OK);
        assertThat(client.status(file, new ReadArgs(lock.withSeqid(0), 0, 4)))
                .isEqualTo(NfsStatus.OK);
        client.openFile("g");
        assertThat(client.status(client.put("/a/g"), write)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(other.status(file, write)).isEqualTo(NfsStatus.BAD_STATEID); // B-122
    }

    @Test
    void freeAndTestKnowLockStateIds() { // B-113, B-114
        StateId lock = locked(lock(open, LockType.WRITE_LT, 0, 10));
        assertThat(client.status(new FreeStateIdArgs(lock))).isEqualTo(NfsStatus.LOCKS_HELD);
        StateId now = client.result(LockUResOk.class, file, unlock(lock, 0, 10)).lockStateId();
        TestStateIdArgs all = new TestStateIdArgs(List.of(open, now, lock, now.withSeqid(9)));
        assertThat(client.result(TestStateIdResOk.class, all).statusCodes())
                .containsExactly(
                        NfsStatus.OK, NfsStatus.OK, NfsStatus.OLD_STATEID, NfsStatus.BAD_STATEID);
        assertThat(client.status(new FreeStateIdArgs(now))).isEqualTo(NfsStatus.OK);
        assertThat(client.result(TestStateIdResOk.class, all).statusCodes())
                .containsExactly(
                        NfsStatus.OK,
                        NfsStatus.BAD_STATEID,
                        NfsStatus.BAD_STATEID,
                        NfsStatus.BAD_STATEID);
    }

    @Test
    void closeReleasesTheLocks() { // B-138
        StateId lock = locked(lock(open, LockType.WRITE_LT, 0, 10));
        assertThat(client.status(file, new CloseArgs(0, open))).isEqualTo(NfsStatus.OK);
        assertThat(other.status(file, test("x", LockType.WRITE_LT, 0, TO_END)))
                .isEqualTo(NfsStatus.OK);
        assertThat(client.status(file, unlock(lock, 0, 10))).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(server.opens.lockCount()).isZero();
    }

    @Test
    void expiredClientLeavesNoLock() {
        locked(lock(open, LockType.WRITE_LT, 0, 10));
        long lapsed = (FileServer.LEASE_SECONDS + 1) * 1_000_000_000L;
        assertThat(server.clients.leases().expire(lapsed)).contains(client.clientId());
        assertThat(server.opens.lockCount()).isZero();
    }
}
