package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.RecallAnyTypes;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;

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
}
