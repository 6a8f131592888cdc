package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What recalls delegations, and what becomes of those that are not returned (RFC 8881 sections
 * 10.2, 10.4.5 and 10.5).
 */
class DelegationRecallTest extends DelegationScene {
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
    void b181VanishedHolderIsInNobodysWay() {
        StateId id = writeDelegation(holder, "f");
        server.now += LEASE + LEASE / 10;
        renew(other);

        assertThat(openBy(other, READ, "f")).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
        assertThat(test(holder, id)).containsExactly(NfsStatus.EXPIRED);
    }

    @Test
    void openThatDeniesReadingDisturbsReaders() {
        readDelegation(holder, "f");
        OpenArgs denying = open("o", READ, OpenShare.DENY_READ, "f");
        OpenArgs denyingWrites = open("o", READ, OpenShare.DENY_WRITE, "f");

        assertThat(other.status(other.put("/a"), denyingWrites)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(other.put("/a"), denying)).isEqualTo(NfsStatus.DELAY);
    }
}
