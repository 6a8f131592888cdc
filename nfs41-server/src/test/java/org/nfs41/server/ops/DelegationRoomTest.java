package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbRecallableObjAvailArgs;
import org.nfs41.xdr.cb.RecallAnyTypes;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.WantDelegationArgs;

import java.util.ArrayList;
import java.util.List;

/** What clients hear when there is hardly room for delegations, and when there is again. */
class DelegationRoomTest {
    private static final long LEASE = FileServer.LEASE_SECONDS * 1_000_000_000L;

    /** Clients are told when there are 7, and 5 may stay. */
    private static final int MOST = 8;

    private final FileServer server = new FileServer(DelegationLimits.ofAll(MOST));
    private final TestClient holder = server.client("holder", 1000);
    private final TestClient other = server.client("other", 1000);
    private final List<StateId> held = new ArrayList<>();

    DelegationRoomTest() {
        for (int i = 0; i < MOST + 2; i++) {
            StateId id = other.openFile("f" + i);
            other.call(file(other, "f" + i), new CloseArgs(0, id));
        }
        server.calls.reach(holder, other);
    }

    private static PutFhArgs file(TestClient client, String name) {
        return new PutFhArgs(client.handle("/a/" + name));
    }

    private static OpenDelegation openBy(TestClient client, String name) {
        return client.opened(open("o", OpenShare.ACCESS_READ, OpenShare.DENY_NONE, name))
                .delegation();
    }

    private void fill(int many) {
        for (int i = held.size(); i < many; i++) {
            OpenDelegation given = openBy(holder, "f" + i);
            assertThat(given).isInstanceOf(OpenDelegation.Read.class);
            held.add(((OpenDelegation.Read) given).read().stateId());
        }
    }

    private void giveBack(int index) {
        assertThat(holder.status(file(holder, "f" + index), new DelegReturnArgs(held.get(index))))
                .isEqualTo(NfsStatus.OK);
    }

    private void tickAfter(long nanos) {
        server.now += nanos;
        // the holder is alive
        holder.call();
        other.call();
        server.delegations.tick(server.now);
    }

    @Test
    void holderOfManyIsToldToKeepFewer() {
        fill(6);
        tickAfter(1);
        assertThat(server.calls.taken()).isEmpty();
        fill(7);
        tickAfter(1);

        assertThat(server.calls.one(holder).args(CbRecallAnyArgs.class))
                .isEqualTo(new CbRecallAnyArgs(5, Bitmap.of(RecallAnyTypes.RDATA_DLG)));
        tickAfter(1);
        assertThat(server.calls.taken()).as("told once").isEmpty();
    }

    @Test
    void clientThatDoesAsItIsToldKeepsTheRest() {
        fill(8);
        tickAfter(1);
        server.calls.one(holder).answer(NfsStatus.OK);
        for (int i = 0; i < 3; i++) {
            giveBack(i);
        }
        tickAfter(LEASE);

        assertThat(server.calls.taken()).isEmpty();
        assertThat(openBy(other, "f9")).isInstanceOf(OpenDelegation.Read.class);
    }

    @Test
    void clientThatDoesNothingHasThemRecalledAndInTheEndLosesThem() {
        fill(8);
        tickAfter(1);
        server.calls.one(holder).answer(NfsStatus.OK);
        assertThat(openBy(other, "f9")).isInstanceOf(OpenDelegation.None.class);
        tickAfter(LEASE - 1);
        assertThat(server.calls.taken()).isEmpty();
        tickAfter(1);
        List<FakeCalls.Call> recalls = server.calls.taken();
        assertThat(recalls).hasSize(3);
        for (FakeCalls.Call recall : recalls) {
            assertThat(held).contains(recall.args(CbRecallArgs.class).stateId());
            recall.answer(NfsStatus.OK);
        }
        tickAfter(LEASE);

        assertThat(openBy(other, "f9")).isInstanceOf(OpenDelegation.Read.class);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void clientThatCannotDoItIsDealtWithAlike() {
        fill(7);
        tickAfter(1);
        server.calls.one(holder).answer(NfsStatus.NOTSUPP);
        tickAfter(LEASE);

        assertThat(server.calls.taken()).hasSize(2);
    }

    // --- who could have none is told when there is room (RFC 8881 section 20.7)

    private static final int SIGNAL =
            OpenShare.ACCESS_WANT_READ_DELEG | OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL;

    private static final int EITHER = SIGNAL | OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;

    private static OpenNoneDelegation whyNone(TestClient client, int want, String name) {
        OpenDelegation none =
                client.opened(open("o", OpenShare.ACCESS_READ | want, OpenShare.DENY_NONE, name))
                        .delegation();
        return ((OpenDelegation.NoneExt) none).whyNone();
    }

    /** No room for this client, which has been promised to be told when there is. */
    private void promised(TestClient client, String name) {
        assertThat(whyNone(client, SIGNAL, name)).isEqualTo(new OpenNoneDelegation.Resource(true));
    }

    /** All that has been given, without what the holder is told of that. */
    private void full() {
        fill(8);
        tickAfter(1);
        server.calls.one(holder).answer(NfsStatus.OK);
    }

    private static CbRecallableObjAvailArgs mayHave(int many) {
        return new CbRecallableObjAvailArgs(many, Bitmap.of(RecallAnyTypes.RDATA_DLG));
    }

    @Test
    void whoWaitsForRoomIsToldOnceWhenThereIsSome() {
        full();
        promised(other, "f8");
        giveBack(0);
        tickAfter(1);
        assertThat(server.calls.taken()).as("the room that is kept free").isEmpty();
        giveBack(1);
        tickAfter(1);

        FakeCalls.Call call = server.calls.one(other);
        assertThat(call.args(CbRecallableObjAvailArgs.class)).isEqualTo(mayHave(1));
        tickAfter(1);
        assertThat(server.calls.taken()).as("it is on its way").isEmpty();
        call.answer(NfsStatus.OK);
        tickAfter(1);
        assertThat(server.calls.taken()).isEmpty();
        assertThat(openBy(other, "f8")).isInstanceOf(OpenDelegation.Read.class);
    }

    @Test
    void wantsOfOneClientAreOneCall() {
        full();
        promised(other, "f8");
        promised(other, "f9");
        for (int i = 0; i < 4; i++) {
            giveBack(i);
        }
        tickAfter(1);

        FakeCalls.Call call = server.calls.one(other);
        assertThat(call.args(CbRecallableObjAvailArgs.class)).isEqualTo(mayHave(2));
        call.answer(NfsStatus.OK);
        tickAfter(1);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void noMoreAreToldThanThereIsRoomFor() {
        TestClient third = server.client("third", 1000);
        server.calls.reach(third);
        full();
        promised(other, "f8");
        promised(third, "f8");
        giveBack(0);
        giveBack(1);
        tickAfter(1);
        FakeCalls.Call first = server.calls.one(other);
        tickAfter(1);
        assertThat(server.calls.taken()).isEmpty();
        first.answer(NfsStatus.OK);
        tickAfter(1);

        assertThat(server.calls.one(third).args(CbRecallableObjAvailArgs.class))
                .isEqualTo(mayHave(1));
    }

    @Test
    void whoDoesNotAnswerIsToldAgain() {
        full();
        promised(other, "f8");
        giveBack(0);
        giveBack(1);
        server.calls.lose(other);
        tickAfter(1);
        assertThat(server.calls.taken()).isEmpty();
        server.calls.reach(other);
        tickAfter(1);
        server.calls.one(other).fail();
        tickAfter(1);

        assertThat(server.calls.one(other).args(CbRecallableObjAvailArgs.class))
                .isEqualTo(mayHave(1));
    }

    @Test
    void wantIsNotedOnceAndCanBeCancelled() {
        full();
        promised(other, "f8");
        assertThat(
                        other.status(
                                file(other, "f8"),
                                new WantDelegationArgs(SIGNAL, new DelegClaim.Fh())))
                .isEqualTo(NfsStatus.DELEG_ALREADY_WANTED);
        assertThat(
                        other.status(
                                file(other, "f8"),
                                new WantDelegationArgs(
                                        OpenShare.ACCESS_WANT_CANCEL, new DelegClaim.Fh())))
                .isEqualTo(NfsStatus.OK);
        giveBack(0);
        giveBack(1);
        tickAfter(1);

        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void optionIsVoidWithoutAWish() {
        full();
        assertThat(whyNone(other, OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL, "f8"))
                .isEqualTo(new OpenNoneDelegation.Resource(false));
        assertThat(whyNone(other, OpenShare.ACCESS_WANT_READ_DELEG, "f8"))
                .isEqualTo(new OpenNoneDelegation.Resource(false));
    }

    @Test
    void whoCannotBeCalledIsPromisedNothing() {
        server.calls.lose(other);
        assertThat(whyNone(other, SIGNAL, "f8")).isEqualTo(new OpenNoneDelegation.Resource(false));
    }

    @Test
    void whoAsksForBothIsPromisedWhatFits() {
        full();
        assertThat(whyNone(other, EITHER, "f8")).isEqualTo(new OpenNoneDelegation.Resource(true));
        StateId open = other.openFile("g");
        giveBack(0);
        giveBack(1);
        tickAfter(1);
        server.calls.one(other).answer(NfsStatus.OK);

        assertThat(whyNone(holder, EITHER, "g")).isEqualTo(new OpenNoneDelegation.Contention(true));
        assertThat(other.status(file(other, "g"), new CloseArgs(0, open))).isEqualTo(NfsStatus.OK);
        tickAfter(1);
        assertThat(server.calls.one(holder).call().operation()).isInstanceOf(CbPushDelegArgs.class);
    }

    private static final GetDirDelegationArgs DIRECTORY =
            new GetDirDelegationArgs(
                    true,
                    Bitmap.EMPTY,
                    new NfsTime(0, 0),
                    new NfsTime(0, 0),
                    Bitmap.EMPTY,
                    Bitmap.EMPTY);

    private static GetDirDelegationResNonFatal directory(TestClient client) {
        return client.result(GetDirDelegationRes.class, client.put("/a"), DIRECTORY).nonFatal();
    }

    @Test
    void whoWaitsForADirectoryIsToldOfRoomForDirectories() {
        full();
        assertThat(directory(other)).isEqualTo(new GetDirDelegationResNonFatal.Unavailable(true));
        assertThat(directory(other)).isEqualTo(new GetDirDelegationResNonFatal.Unavailable(true));
        giveBack(0);
        giveBack(1);
        tickAfter(1);
        FakeCalls.Call call = server.calls.one(other);

        assertThat(call.args(CbRecallableObjAvailArgs.class))
                .isEqualTo(new CbRecallableObjAvailArgs(1, Bitmap.of(RecallAnyTypes.DIR_DLG)));
        call.answer(NfsStatus.OK);
        assertThat(directory(other)).isInstanceOf(GetDirDelegationResNonFatal.Granted.class);
    }

    @Test
    void directoryIsPromisedToNobodyWhoCannotBeCalledOrDoesNotAsk() {
        full();
        GetDirDelegationArgs silent =
                new GetDirDelegationArgs(
                        false,
                        Bitmap.EMPTY,
                        new NfsTime(0, 0),
                        new NfsTime(0, 0),
                        Bitmap.EMPTY,
                        Bitmap.EMPTY);
        assertThat(other.status(other.put("/a"), silent)).isEqualTo(NfsStatus.DIRDELEG_UNAVAIL);
        server.calls.lose(other);
        assertThat(other.status(other.put("/a"), DIRECTORY)).isEqualTo(NfsStatus.DIRDELEG_UNAVAIL);
    }

    @Test
    void clientThatEndsLeavesNoWant() {
        full();
        promised(other, "f8");
        server.state.release(other.clientId());

        assertThat(server.state.holdsState(other.clientId())).isFalse();
    }
}
