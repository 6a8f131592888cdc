package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nfs41.ops.fs.Export;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegPurgeArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Delegations in OPEN, what recalls them, and what becomes of them. */
class DelegationOperationsTest {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int BOTH = 3;
    private static final int NONE = 0;
    private static final long LEASE = FileServer.LEASE_SECONDS * 1_000_000_000L;

    private final FileServer server = new FileServer();
    private final TestClient holder = server.client("holder", 1000);
    private final TestClient second = server.client("second", 1000);
    private final TestClient other = server.client("other", 1000);

    DelegationOperationsTest() {
        for (String name : List.of("f", "g")) {
            StateId id = other.openFile(name);
            other.call(file(other, name), new CloseArgs(0, id));
        }
        server.calls.reach(holder, second);
    }

    private static PutFhArgs file(TestClient client, String name) {
        return new PutFhArgs(client.handle("/a/" + name));
    }

    private static StateId readDelegation(TestClient client, String name) {
        OpenResOk opened = client.opened(open("o", READ, NONE, name));
        assertThat(opened.delegation()).isInstanceOf(OpenDelegation.Read.class);
        return ((OpenDelegation.Read) opened.delegation()).read().stateId();
    }

    private static StateId writeDelegation(TestClient client, String name) {
        OpenResOk opened = client.opened(open("o", BOTH, NONE, name));
        assertThat(opened.delegation()).isInstanceOf(OpenDelegation.Write.class);
        return ((OpenDelegation.Write) opened.delegation()).write().stateId();
    }

    private static NfsStatus openBy(TestClient client, int access, String name) {
        return client.status(client.put("/a"), open("o", access, NONE, name));
    }

    private static NfsStatus giveBack(TestClient client, String name, StateId id) {
        return client.status(file(client, name), new DelegReturnArgs(id));
    }

    private static List<NfsStatus> test(TestClient client, StateId... ids) {
        return client.result(TestStateIdResOk.class, new TestStateIdArgs(List.of(ids)))
                .statusCodes();
    }

    private static ArgOp write(StateId id) {
        return new WriteArgs(id, 0, StableHow.UNSTABLE, Opaque.utf8("text"));
    }

    private static ArgOp set(StateId id, AttributeSet attributes) {
        return new SetAttrArgs(id, attributes.toFileAttributes());
    }

    @Test
    void clientThatWritesTheFileAlreadyGetsNoDelegationUnlessItWantsOne() {
        int unwanted = BOTH | OpenShare.ACCESS_WANT_NO_DELEG;
        assertThat(openBy(holder, unwanted, "f")).isEqualTo(NfsStatus.OK);

        assertThat(holder.opened(open("o", BOTH, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(holder.opened(open("p", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        int wanted = READ | OpenShare.ACCESS_WANT_READ_DELEG;
        assertThat(holder.opened(open("q", wanted, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.Read.class);
    }

    @Test
    void b080ConflictingOpenWaitsUntilTheDelegationIsBack() {
        StateId id = readDelegation(holder, "f");

        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);
        FakeCalls.Call call = server.calls.one(holder);
        CbRecallArgs recall = call.recall();
        assertThat(recall.stateId()).isEqualTo(id);
        assertThat(recall.fh()).isEqualTo(holder.handle("/a/f"));
        assertThat(recall.truncate()).isFalse();
        call.answer(NfsStatus.OK);
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.taken()).isEmpty();

        assertThat(giveBack(holder, "f", id)).isEqualTo(NfsStatus.OK);
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
        assertThat(test(holder, id)).containsExactly(NfsStatus.BAD_STATEID);
    }

    @Test
    void recallNamesTheRequestThatGaveTheDelegation() {
        readDelegation(holder, "f");
        RequestId cause = holder.lastRequest();
        openBy(other, WRITE, "f");

        assertThat(server.calls.one(holder).call().cause()).isEqualTo(cause);
    }

    @Test
    void readersShareAFile() {
        readDelegation(holder, "f");
        readDelegation(second, "f");
        assertThat(openBy(other, READ, "f")).isEqualTo(NfsStatus.OK);

        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void b081AllHoldersAreRecalledByOneRequest() {
        readDelegation(holder, "f");
        readDelegation(second, "f");

        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);

        assertThat(server.calls.taken())
                .extracting(FakeCalls.Call::clientId)
                .containsExactlyInAnyOrder(holder.clientId(), second.clientId());
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("mode", c -> ops(file(c, "f"), set(StateId.ANONYMOUS, mode()))),
                change("size", c -> ops(file(c, "f"), set(StateId.ANONYMOUS, size(7)))),
                change("REMOVE", c -> ops(c.put("/a"), new RemoveArgs(Opaque.utf8("f")))),
                change("RENAME from", c -> rename(c, "f", "h")),
                change("RENAME to", c -> rename(c, "g", "f")),
                change(
                        "LINK",
                        c ->
                                ops(
                                        file(c, "f"),
                                        new SaveFhArgs(),
                                        c.put("/a"),
                                        new LinkArgs(Opaque.utf8("h")))),
                change("WRITE", c -> ops(file(c, "f"), write(StateId.ANONYMOUS))),
                change(
                        "OPEN that cuts",
                        c -> ops(c.put("/a"), creating("o", unchecked(size(0)), "f"))));
    }

    private static Arguments change(String name, Function<TestClient, ArgOp[]> change) {
        return Arguments.of(name, change);
    }

    private static ArgOp[] ops(ArgOp... operations) {
        return operations;
    }

    private static ArgOp[] rename(TestClient client, String from, String to) {
        return ops(
                client.put("/a"),
                new SaveFhArgs(),
                new RenameArgs(Opaque.utf8(from), Opaque.utf8(to)));
    }

    private static AttributeSet mode() {
        return AttributeSet.EMPTY.with(AttributeType.MODE, 0640);
    }

    private static AttributeSet size(long size) {
        return AttributeSet.EMPTY.with(AttributeType.SIZE, size);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void b082EveryChangeByAnotherClientRecalls(String name, Function<TestClient, ArgOp[]> change) {
        StateId id = readDelegation(holder, "f");
        ArgOp[] operations = change.apply(other);

        assertThat(other.status(operations)).isEqualTo(NfsStatus.DELAY);
        server.calls.one(holder).answer(NfsStatus.OK);
        giveBack(holder, "f", id);
        assertThat(other.status(operations)).isEqualTo(NfsStatus.OK);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void b084HoldersOwnChangesDoNotRecall(String name, Function<TestClient, ArgOp[]> change) {
        StateId id = writeDelegation(holder, "f");

        assertThat(holder.status(change.apply(holder))).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);
    }

    @Test
    void b083ReadWithoutAnOpenRecallsAWriteDelegationOnly() {
        readDelegation(holder, "f");
        writeDelegation(holder, "g");

        for (StateId special : List.of(StateId.ANONYMOUS, StateId.READ_BYPASS)) {
            ArgOp read = new ReadArgs(special, 0, 10);
            assertThat(other.status(file(other, "f"), read)).isEqualTo(NfsStatus.OK);
            assertThat(other.status(file(other, "g"), read)).isEqualTo(NfsStatus.DELAY);
        }
        assertThat(server.calls.one(holder).recall().fh()).isEqualTo(holder.handle("/a/g"));
    }

    @Test
    void lockTestWaitsForWhoLocksByItself() {
        writeDelegation(holder, "f");
        LockTArgs lock =
                new LockTArgs(LockType.READ_LT, 0, 1, new LockOwner(0, Opaque.utf8("locker")));

        assertThat(other.status(file(other, "f"), lock)).isEqualTo(NfsStatus.DELAY);
        server.calls.one(holder);
    }

    @Test
    void recallSaysThatTheFileIsAboutToBeCut() {
        writeDelegation(holder, "f");
        other.status(other.put("/a"), creating("o", unchecked(size(0)), "f"));

        assertThat(server.calls.one(holder).recall().truncate()).isTrue();
    }

    @Test
    void bothFilesOfARenameAreRecalledAtOnce() {
        readDelegation(holder, "f");
        readDelegation(holder, "g");

        assertThat(other.status(rename(other, "f", "g"))).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.taken()).hasSize(2);
    }

    @Test
    void b084StateIdOfTheDelegationIsGoodForItsKind() {
        StateId read = readDelegation(holder, "f");
        StateId write = writeDelegation(holder, "g");

        ArgOp readIt = new ReadArgs(read, 0, 10);
        assertThat(holder.status(file(holder, "f"), readIt)).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(file(holder, "f"), write(read))).isEqualTo(NfsStatus.OPENMODE);
        assertThat(holder.status(file(holder, "g"), write(write))).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(file(holder, "g"), new ReadArgs(write, 0, 10)))
                .isEqualTo(NfsStatus.OK);
        assertThat(holder.status(file(holder, "g"), set(write, size(3)))).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(file(holder, "g"), readIt)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(second.status(file(second, "f"), readIt)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void b084HolderOpensAgainWithoutASecondDelegation() {
        StateId id = readDelegation(holder, "f");

        OpenResOk again = holder.opened(open("p", READ, NONE, "f"));

        assertThat(again.delegation()).isInstanceOf(OpenDelegation.None.class);
        assertThat(test(holder, id, again.stateId())).containsExactly(NfsStatus.OK, NfsStatus.OK);
        assertThat(openBy(holder, BOTH, "f")).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void b086DelegationOutlivesItsOpen() {
        OpenResOk opened = holder.opened(open("o", READ, NONE, "f"));
        StateId id = ((OpenDelegation.Read) opened.delegation()).read().stateId();
        PutFhArgs file = file(holder, "f");
        holder.call(file, new CloseArgs(0, opened.stateId()));

        assertThat(holder.status(file, new ReadArgs(id, 0, 10))).isEqualTo(NfsStatus.OK);
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(giveBack(holder, "f", id)).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(file, new CloseArgs(0, id))).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void fileThatItsHolderRemovesLivesUntilTheDelegationIsBack() {
        OpenResOk opened = holder.opened(open("o", READ, NONE, "f"));
        StateId id = ((OpenDelegation.Read) opened.delegation()).read().stateId();
        PutFhArgs file = file(holder, "f");
        holder.call(file, new CloseArgs(0, opened.stateId()));
        holder.call(holder.put("/a"), new RemoveArgs(Opaque.utf8("f")));

        assertThat(holder.status(file, new DelegReturnArgs(id))).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void b088ClaimsOfTheHolderAreServedWhileItIsRecalled() {
        StateId id = writeDelegation(holder, "f");
        openBy(other, READ, "f");

        OpenClaim byName =
                new OpenClaim.DelegateCur(new OpenClaimDelegateCur(id, Opaque.utf8("f")));
        OpenFlag found = new OpenFlag.NoCreate();
        OpenResOk one = holder.opened(open("x", BOTH, NONE, found, byName));
        OpenResOk two =
                holder.result(
                        OpenResOk.class,
                        file(holder, "f"),
                        open("y", READ, NONE, found, new OpenClaim.DelegCurFh(id)));

        assertThat(one.delegation()).isInstanceOf(OpenDelegation.None.class);
        assertThat(two.delegation()).isInstanceOf(OpenDelegation.None.class);
        assertThat(test(holder, one.stateId(), two.stateId(), id)).containsOnly(NfsStatus.OK);
        giveBack(holder, "f", id);
        assertThat(openBy(other, READ, "f")).isEqualTo(NfsStatus.OK);
        assertThat(test(holder, one.stateId(), two.stateId())).containsOnly(NfsStatus.OK);
    }

    @Test
    void b177ClaimNeedsTheHoldersOwnDelegationOfThatFile() {
        StateId ofHolder = readDelegation(holder, "f");
        StateId ofOtherFile = readDelegation(second, "g");
        OpenFlag found = new OpenFlag.NoCreate();

        for (StateId id : List.of(ofHolder, ofOtherFile, new StateId(1, 7, 7))) {
            OpenArgs byName =
                    open(
                            "x",
                            READ,
                            NONE,
                            found,
                            new OpenClaim.DelegateCur(
                                    new OpenClaimDelegateCur(id, Opaque.utf8("f"))));
            OpenArgs byHandle = open("x", READ, NONE, found, new OpenClaim.DelegCurFh(id));
            assertThat(second.status(second.put("/a"), byName)).isEqualTo(NfsStatus.BAD_STATEID);
            assertThat(second.status(file(second, "f"), byHandle)).isEqualTo(NfsStatus.BAD_STATEID);
        }
    }

    @Test
    void delegationsOfAnEarlierIncarnationAreNotThere() {
        OpenClaim claim = new OpenClaim.DelegatePrev(Opaque.utf8("f"));
        OpenArgs open = open("x", READ, NONE, new OpenFlag.NoCreate(), claim);

        assertThat(holder.status(holder.put("/a"), open)).isEqualTo(NfsStatus.RECLAIM_BAD);
        assertThat(holder.status(new DelegPurgeArgs(7))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b089ReasonIsGivenToWhoSpokeOfDelegationsAlone() {
        StateId id = readDelegation(holder, "g");

        assertThat(why(other, OpenShare.ACCESS_WANT_NO_DELEG, "f"))
                .isEqualTo(WhyNoDelegation.NOT_WANTED);
        assertThat(why(other, OpenShare.ACCESS_WANT_CANCEL, "f"))
                .isEqualTo(WhyNoDelegation.CANCELLED);
        // it cannot be called
        assertThat(why(other, OpenShare.ACCESS_WANT_READ_DELEG, "f"))
                .isEqualTo(WhyNoDelegation.RESOURCE);
        // another client reads it
        assertThat(why(second, OpenShare.ACCESS_WANT_WRITE_DELEG, "g"))
                .isEqualTo(WhyNoDelegation.CONTENTION);
        assertThat(why(holder, OpenShare.ACCESS_WANT_WRITE_DELEG, "g"))
                .isEqualTo(WhyNoDelegation.NOT_SUPP_UPGRADE);
        assertThat(other.opened(open("q", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);
    }

    private static WhyNoDelegation why(TestClient client, int want, String name) {
        OpenDelegation none = client.opened(open("w", READ | want, NONE, name)).delegation();
        assertThat(none).isInstanceOf(OpenDelegation.NoneExt.class);
        return ((OpenDelegation.NoneExt) none).whyNone().why();
    }

    @Test
    void b178WishesAreNoAccess() {
        int access = READ | OpenShare.ACCESS_WANT_ANY_DELEG;
        OpenResOk opened = other.opened(open("o", access, NONE, "f"));

        assertThat(other.status(file(other, "f"), write(opened.stateId())))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(openBy(second, BOTH, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b091UnreturnedDelegationIsRevokedAndItsClientIsToldUntilItTakesNote() {
        StateId id = readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        server.calls.one(holder).answer(NfsStatus.OK);
        server.now += LEASE - 1;
        assertThat(holder.statusFlags()).isZero();
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);
        renew(holder);
        server.now += 1;

        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);

        assertThat(holder.statusFlags()).isEqualTo(SequenceStatusFlags.RECALLABLE_STATE_REVOKED);
        assertThat(test(holder, id)).containsExactly(NfsStatus.DELEG_REVOKED);
        assertThat(giveBack(holder, "f", id)).isEqualTo(NfsStatus.DELEG_REVOKED);
        assertThat(holder.status(file(holder, "f"), new ReadArgs(id, 0, 10)))
                .isEqualTo(NfsStatus.DELEG_REVOKED);
        assertThat(holder.opened(open("q", READ, NONE, "g")).delegation())
                .as("one who has not taken note")
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(holder.status(new FreeStateIdArgs(id))).isEqualTo(NfsStatus.OK);
        assertThat(holder.statusFlags()).isZero();
        assertThat(test(holder, id)).containsExactly(NfsStatus.BAD_STATEID);
        assertThat(server.delegations.count()).isZero();
    }

    private static void renew(TestClient client) {
        client.call();
    }

    @Test
    void b092UnreturnedDelegationIsRevokedInTimeThoughNobodyAsksAgain() {
        StateId id = readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        server.now += LEASE;
        renew(holder);
        server.delegations.tick(server.now);

        assertThat(test(holder, id)).containsExactly(NfsStatus.DELEG_REVOKED);
        assertThat(server.delegations.recalledCount()).isZero();
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b175RecallIsRepeatedUntilTheHolderHasHeard() {
        readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        FakeCalls.Call first = server.calls.one(holder);
        server.delegations.tick(server.now);
        assertThat(server.calls.taken()).as("one is on its way").isEmpty();
        first.answer(NfsStatus.BADHANDLE);
        server.delegations.tick(server.now);
        server.calls.one(holder).fail();
        server.delegations.tick(server.now);
        server.calls.one(holder).answer(NfsStatus.DELAY);
        server.delegations.tick(server.now);
        server.calls.one(holder).answer(NfsStatus.OK);
        server.delegations.tick(server.now);

        assertThat(server.calls.taken()).isEmpty();
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);
    }

    @Test
    void b179FileIsNotDelegatedAgainToTheHolderAheadOfTheOneWhoWaits() {
        StateId id = readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        assertThat(holder.opened(open("x", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        giveBack(holder, "f", id);

        assertThat(holder.opened(open("y", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(second.opened(open("y", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
        server.now += LEASE;
        renew(holder);
        StateId open = other.opened(open("o", WRITE, NONE, "f")).stateId();
        other.call(file(other, "f"), new CloseArgs(0, open));
        assertThat(second.opened(open("z", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.Read.class);
    }

    @Test
    void b180ReturnChecksStateIdAndFile() {
        StateId id = readDelegation(holder, "f");

        assertThat(giveBack(holder, "g", id)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(giveBack(second, "f", id)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(giveBack(holder, "f", id.withSeqid(2))).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(giveBack(holder, "f", StateId.ANONYMOUS)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(giveBack(holder, "f", id.withSeqid(0))).isEqualTo(NfsStatus.OK);
        assertThat(giveBack(holder, "f", id)).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void b181VanishedHolderIsInNobodysWay() {
        StateId id = writeDelegation(holder, "f");
        server.now += LEASE + LEASE / 10;
        renew(other);

        assertThat(openBy(other, READ, "f")).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
        assertThat(test(holder, id)).containsExactly(NfsStatus.EXPIRED);
    }

    @Test
    void b187DelegationInForceCannotBeFreed() {
        StateId id = readDelegation(holder, "f");

        assertThat(holder.status(new FreeStateIdArgs(id))).isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(second.status(new FreeStateIdArgs(id))).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void delegationGoesOnlyToWhomNobodyIsInTheWay() {
        openBy(other, READ, "f");
        openBy(other, BOTH, "g");

        assertThat(holder.opened(open("o", READ, NONE, "g")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(giveBack(holder, "f", readDelegation(holder, "f"))).isEqualTo(NfsStatus.OK);
        assertThat(holder.opened(open("o", BOTH, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
    }

    @Test
    void noneIsGivenWhileAWriteIsUnderWayWhoseOpenHasEnded() {
        StateId open = other.opened(open("o", BOTH, NONE, "f")).stateId();
        List<OpenDelegation> given = new ArrayList<>();
        long offset = 4_711;
        server.failing.before(
                "write",
                offset,
                () -> {
                    server.state.release(other.clientId());
                    given.add(holder.opened(open("o", READ, NONE, "f")).delegation());
                });
        ArgOp write = new WriteArgs(open, offset, StableHow.UNSTABLE, Opaque.utf8("text"));

        assertThat(other.status(file(other, "f"), write)).isEqualTo(NfsStatus.OK);
        assertThat(given).singleElement().isInstanceOf(OpenDelegation.None.class);
    }

    @Test
    void openThatDeniesReadingDisturbsReaders() {
        readDelegation(holder, "f");
        OpenArgs denying = open("o", READ, OpenShare.DENY_READ, "f");
        OpenArgs denyingWrites = open("o", READ, OpenShare.DENY_WRITE, "f");

        assertThat(other.status(other.put("/a"), denyingWrites)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(other.put("/a"), denying)).isEqualTo(NfsStatus.DELAY);
    }

    @Test
    void whoCannotBeCalledGetsNothing() {
        server.calls.lose(holder);
        assertThat(holder.opened(open("o", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
    }

    @Test
    void delegationsDoNotTakeTheLastThatCanBeRetained() {
        server.exports.replace(
                List.of(
                        Export.of(
                                "/a",
                                FailingFileSystem.answering(server.a, "hasRoomToRetain", false))),
                new NfsTime(2_000, 0));
        assertThat(holder.opened(open("o", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void clientThatEndsLeavesNoDelegation() {
        readDelegation(holder, "f");
        assertThat(server.opens.holdsState(holder.clientId())).isTrue();
        server.opens.release(holder.clientId());

        assertThat(server.delegations.count()).isZero();
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void attributesCanBeReadBesideAReadDelegation() {
        readDelegation(holder, "f");
        assertThat(other.attributes(file(other, "f"), Attribute.SIZE)).isNotNull();
        assertThat(server.calls.taken()).isEmpty();
    }

    // --- What the holder of a write delegation knows better (RFC 8881 section 10.4.3)

    private long changeOf(TestClient client, String name) {
        return client.attributes(file(client, name), Attribute.CHANGE)
                .require(AttributeType.CHANGE);
    }

    private NfsStatus look(TestClient client, String name) {
        return client.status(
                file(client, name), new GetAttrArgs(Bitmap.of(Attribute.SIZE, Attribute.CHANGE)));
    }

    private static CbGetAttrResOk says(long change, long size) {
        return new CbGetAttrResOk(
                AttributeSet.EMPTY
                        .with(AttributeType.CHANGE, change)
                        .with(AttributeType.SIZE, size)
                        .toFileAttributes());
    }

    private AttributeSet seen(TestClient client, String name) {
        return client.attributes(
                file(client, name), Attribute.SIZE, Attribute.CHANGE, Attribute.TIME_MODIFY);
    }

    @Test
    void sizeOfAFileThatAnotherClientWritesIsAskedFor() {
        writeDelegation(holder, "f");
        RequestId cause = holder.lastRequest();
        long change = changeOf(holder, "f");
        assertThat(server.calls.taken()).as("the holder's own question").isEmpty();

        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(look(second, "f")).isEqualTo(NfsStatus.DELAY);
        FakeCalls.Call call = server.calls.one(holder);
        assertThat(call.call().cause()).isEqualTo(cause);
        assertThat(call.args(CbGetAttrArgs.class))
                .isEqualTo(
                        new CbGetAttrArgs(
                                holder.handle("/a/f"),
                                Bitmap.of(Attribute.CHANGE, Attribute.SIZE)));
        call.answer(says(change + 1, 4711));

        AttributeSet first = seen(other, "f");
        assertThat(first.require(AttributeType.SIZE)).isEqualTo(4711);
        assertThat(first.require(AttributeType.CHANGE)).isGreaterThan(change);
        // what it asked came after the holder had been asked
        assertThat(look(second, "f")).isEqualTo(NfsStatus.DELAY);
        server.calls.one(holder).answer(says(change + 1, 4711));
        AttributeSet next = seen(second, "f");
        assertThat(next.require(AttributeType.SIZE)).isEqualTo(4711);
        assertThat(next.require(AttributeType.CHANGE))
                .isGreaterThan(first.require(AttributeType.CHANGE));
    }

    @Test
    void everyLookAtAModifiedFileSeesItChangedAgain() {
        writeDelegation(holder, "f");
        long change = changeOf(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(says(change + 1, 0));
        long first = seen(other, "f").require(AttributeType.CHANGE);

        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        server.calls.one(holder).answer(says(change + 1, 0));
        assertThat(seen(other, "f").require(AttributeType.CHANGE)).isGreaterThan(first);
    }

    @Test
    void fileThatTheHolderHasNotChangedLooksAsItIs() {
        writeDelegation(holder, "f");
        long change = changeOf(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(says(change, 0));

        assertThat(seen(other, "f").require(AttributeType.CHANGE)).isEqualTo(change);
        assertThat(other.attributes(file(other, "f"), Attribute.MODE)).isNotNull();
        assertThat(server.calls.taken()).as("the mode is the server's to tell").isEmpty();
    }

    @Test
    void otherSizeIsAChangeWhateverTheChangeAttributeSays() {
        writeDelegation(holder, "f");
        long change = changeOf(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(says(change, 5));

        AttributeSet seen = seen(other, "f");
        assertThat(seen.require(AttributeType.SIZE)).isEqualTo(5);
        assertThat(seen.require(AttributeType.CHANGE)).isGreaterThan(change);
    }

    @Test
    void holderThatDoesNotSayIsRecalled() {
        StateId id = writeDelegation(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(NfsStatus.BADHANDLE);

        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(id);
        giveBack(holder, "f", id);
        assertThat(look(other, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void vanishedHolderIsNotAskedForAttributes() {
        writeDelegation(holder, "f");
        server.now += LEASE + LEASE / 10;
        renew(other);

        assertThat(look(other, "f")).isEqualTo(NfsStatus.OK);
    }

    private static AttributeSet entry(TestClient client, String name, int... numbers) {
        ReadDirArgs all = new ReadDirArgs(0, 0, 0, 1 << 16, Bitmap.of(numbers));
        ReadDirResOk listed = client.result(ReadDirResOk.class, client.put("/a"), all);
        return listed.entries().stream()
                .filter(each -> each.name().equals(Opaque.utf8(name)))
                .map(each -> TestClient.decoded(each.attrs()))
                .findAny()
                .orElseThrow();
    }

    private static final int[] WITH_ERROR = {
        Attribute.RDATTR_ERROR,
        Attribute.FILEID,
        Attribute.SIZE,
        Attribute.CHANGE,
        Attribute.TIME_MODIFY
    };

    @Test
    void directoryIsListedWithoutWhatOnlyAWriterKnowsAndWithoutAskingIt() {
        writeDelegation(holder, "f");
        AttributeSet held = entry(other, "f", WITH_ERROR);

        assertThat(held.mask()).isEqualTo(Bitmap.of(Attribute.RDATTR_ERROR, Attribute.FILEID));
        assertThat(held.require(AttributeType.RDATTR_ERROR)).isEqualTo(NfsStatus.DELAY);
        assertThat(entry(other, "g", WITH_ERROR).mask()).isEqualTo(Bitmap.of(WITH_ERROR));
        assertThat(entry(other, "g", WITH_ERROR).require(AttributeType.RDATTR_ERROR))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void writerListsWhatItWritesAsItIs() {
        writeDelegation(holder, "f");

        assertThat(entry(holder, "f", WITH_ERROR).mask()).isEqualTo(Bitmap.of(WITH_ERROR));
    }

    @Test
    void filesOfReadersAreListedAsTheyAre() {
        readDelegation(holder, "f");
        assertThat(entry(other, "f", WITH_ERROR).mask()).isEqualTo(Bitmap.of(WITH_ERROR));
    }

    @Test
    void whoLeavesNoPlaceForAnErrorIsShownWhatIsStored() {
        writeDelegation(holder, "f");

        assertThat(entry(other, "f", Attribute.SIZE).require(AttributeType.SIZE)).isZero();
        assertThat(
                        entry(other, "f", Attribute.RDATTR_ERROR, Attribute.FILEID)
                                .require(AttributeType.RDATTR_ERROR))
                .as("nothing is missing")
                .isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }

    // --- WANT_DELEGATION and promises (RFC 8881 section 18.49)

    private static final int LATER = OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;

    private static OpenDelegation want(TestClient client, ArgOp position, int want) {
        return client.result(
                        WantDelegationResOk.class,
                        position,
                        new WantDelegationArgs(want, new DelegClaim.Fh()))
                .delegation();
    }

    private static OpenDelegation want(TestClient client, String name, int want) {
        return want(client, file(client, name), want);
    }

    private static NfsStatus wantStatus(TestClient client, int want, DelegClaim claim) {
        return client.status(file(client, "f"), new WantDelegationArgs(want, claim));
    }

    private static WhyNoDelegation whyNone(OpenDelegation none) {
        return ((OpenDelegation.NoneExt) none).whyNone().why();
    }

    @Test
    void delegationIsHadWithoutAnOpen() {
        OpenDelegation got = want(holder, "f", OpenShare.ACCESS_WANT_ANY_DELEG);
        StateId id = ((OpenDelegation.Write) got).write().stateId();

        assertThat(holder.status(file(holder, "f"), write(id))).isEqualTo(NfsStatus.OK);
        assertThat(openBy(other, READ, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(giveBack(holder, "f", id)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void wishesThatCannotBeFulfilledAreAnswered() {
        assertThat(wantStatus(holder, 0, new DelegClaim.Fh())).isEqualTo(NfsStatus.INVAL);
        assertThat(wantStatus(holder, 0x0400, new DelegClaim.Fh())).isEqualTo(NfsStatus.INVAL);
        assertThat(wantStatus(holder, 0x0600, new DelegClaim.Fh())).isEqualTo(NfsStatus.INVAL);
        assertThat(wantStatus(holder, 0x0100, new DelegClaim.DelegPrevFh()))
                .isEqualTo(NfsStatus.RECLAIM_BAD);
        assertThat(wantStatus(holder, 0x0100, new DelegClaim.Previous(OpenDelegationType.READ)))
                .isEqualTo(NfsStatus.NO_GRACE);
        int read = OpenShare.ACCESS_WANT_READ_DELEG;
        assertThat(whyNone(want(holder, holder.put("/a"), read))).isEqualTo(WhyNoDelegation.IS_DIR);
        assertThat(whyNone(want(other, "f", read))).isEqualTo(WhyNoDelegation.RESOURCE);
        assertThat(whyNone(want(other, "f", OpenShare.ACCESS_WANT_CANCEL)))
                .isEqualTo(WhyNoDelegation.CANCELLED);
    }

    @Test
    void whoMayNotReadAFileGetsNoDelegationOfIt() {
        other.call(
                file(other, "f"),
                set(StateId.ANONYMOUS, AttributeSet.EMPTY.with(AttributeType.MODE, 0600)));
        holder.as(2000);

        assertThat(want(holder, "f", OpenShare.ACCESS_WANT_ANY_DELEG))
                .isInstanceOf(OpenDelegation.NoneExt.class);
    }

    private StateId inTheWay() {
        StateId open = other.opened(open("o", BOTH, NONE, "f")).stateId();
        OpenDelegation none = want(holder, "f", OpenShare.ACCESS_WANT_READ_DELEG | LATER);
        assertThat(((OpenDelegation.NoneExt) none).whyNone())
                .isEqualTo(new OpenNoneDelegation.Contention(true));
        return open;
    }

    private void clearTheWay(StateId open) {
        server.delegations.tick(server.now);
        assertThat(server.calls.taken()).isEmpty();
        other.call(file(other, "f"), new CloseArgs(0, open));
        server.delegations.tick(server.now);
    }

    @Test
    void promisedDelegationIsPushedWhenNobodyIsInTheWay() {
        clearTheWay(inTheWay());

        FakeCalls.Call call = server.calls.one(holder);
        CbPushDelegArgs push = call.args(CbPushDelegArgs.class);
        assertThat(push.fh()).isEqualTo(holder.handle("/a/f"));
        StateId id = ((OpenDelegation.Read) push.delegation()).read().stateId();
        server.delegations.tick(server.now);
        assertThat(server.calls.taken()).as("one is on its way").isEmpty();
        call.answer(NfsStatus.OK);
        server.delegations.tick(server.now);

        assertThat(server.calls.taken()).isEmpty();
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(id);
    }

    @Test
    void promiseIsMadeOnceAndHeldUntilItIsCancelled() {
        inTheWay();
        int later = OpenShare.ACCESS_WANT_READ_DELEG | LATER;

        assertThat(wantStatus(holder, later, new DelegClaim.Fh()))
                .isEqualTo(NfsStatus.DELEG_ALREADY_WANTED);
        assertThat(holder.status(holder.put("/a"), open("x", READ | later, NONE, "f")))
                .isEqualTo(NfsStatus.DELEG_ALREADY_WANTED);
        assertThat(openBy(holder, READ, "f")).isEqualTo(NfsStatus.OK);
        want(holder, "f", OpenShare.ACCESS_WANT_CANCEL);
        OpenResOk opened = holder.opened(open("x", READ | later, NONE, "f"));
        assertThat(((OpenDelegation.NoneExt) opened.delegation()).whyNone())
                .isEqualTo(new OpenNoneDelegation.Contention(true));
    }

    @Test
    void rejectedDelegationIsOffTheTable() {
        clearTheWay(inTheWay());
        server.calls.one(holder).answer(NfsStatus.REJECT_DELEG);
        server.delegations.tick(server.now);

        assertThat(server.calls.taken()).isEmpty();
        assertThat(server.delegations.count()).isZero();
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void offerThatIsPutOffIsRepeatedAndThenCancelled() {
        clearTheWay(inTheWay());
        for (int i = 0; i < 10; i++) {
            server.calls.one(holder).answer(NfsStatus.DELAY);
            assertThat(server.delegations.count()).isZero();
            server.delegations.tick(server.now);
        }

        assertThat(server.calls.one(holder).args(CbWantsCancelledArgs.class))
                .isEqualTo(new CbWantsCancelledArgs(true, false));
        server.delegations.tick(server.now);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void pushThatMayHaveArrivedIsRecalled() {
        clearTheWay(inTheWay());
        server.calls.one(holder).fail();
        server.delegations.tick(server.now);

        server.calls.one(holder).recall();
        assertThat(server.delegations.recalledCount()).isEqualTo(1);
    }

    @Test
    void pushThatWasNeverSentIsTakenBackAndMadeAgain() {
        clearTheWay(inTheWay());
        server.calls.one(holder).failUnsent();
        assertThat(server.delegations.count()).isZero();
        server.delegations.tick(server.now);

        server.calls.one(holder).answer(NfsStatus.OK);
        assertThat(server.delegations.count()).isEqualTo(1);
        assertThat(server.delegations.recalledCount()).isZero();
    }

    @Test
    void promiseEndsWithItsClient() {
        StateId open = inTheWay();
        assertThat(server.state.holdsState(holder.clientId())).isTrue();
        server.state.release(holder.clientId());

        assertThat(server.state.holdsState(holder.clientId())).isFalse();
        clearTheWay(open);
        assertThat(server.calls.taken()).isEmpty();
    }
}
