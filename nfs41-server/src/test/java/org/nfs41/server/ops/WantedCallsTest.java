package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.NotifiedDirectoryTest.ENTRIES;
import static org.nfs41.server.ops.NotifiedDirectoryTest.ask;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal.Granted;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.RemoveArgs;

/** Calls that wait while the delegation that they are about comes to its end. */
class WantedCallsTest extends DelegationScene {
    private static boolean isWanted(FakeCalls.Call call) {
        return call.call().isWanted().getAsBoolean();
    }

    @Test
    void recallIsWantedUntilTheDelegationIsBack() {
        StateId id = readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        FakeCalls.Call recall = server.calls.one(holder);
        assertThat(isWanted(recall)).isTrue();

        giveBack(holder, "f", id);
        assertThat(isWanted(recall)).isFalse();
        recall.failUnsent();
        server.delegations.tick(server.now);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void recallIsWantedUntilTheDelegationIsRevoked() {
        readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        FakeCalls.Call recall = server.calls.one(holder);
        server.now += LEASE;
        renew(holder);
        server.delegations.tick(server.now);

        assertThat(isWanted(recall)).isFalse();
    }

    @Test
    void pushIsNotWantedOfWhatWasRevokedAndThePromiseStands() {
        clearTheWay(inTheWay());
        FakeCalls.Call push = server.calls.one(holder);
        assertThat(isWanted(push)).isTrue();
        StateId id =
                ((OpenDelegation.Read) push.args(CbPushDelegArgs.class).delegation())
                        .read()
                        .stateId();
        openBy(other, WRITE, "f");
        FakeCalls.Call recall = server.calls.one(holder);
        assertThat(isWanted(push)).as("it has to know what it is to return").isTrue();
        server.now += LEASE;
        renew(holder);
        server.delegations.tick(server.now);

        assertThat(isWanted(push)).isFalse();
        assertThat(isWanted(recall)).isFalse();
        push.failUnsent();
        assertThat(test(holder, id)).containsExactly(NfsStatus.DELEG_REVOKED);
        assertThat(server.state.holdsState(holder.clientId())).isTrue();
    }

    @Test
    void pushIsNotWantedOfWhatWasReturned() {
        clearTheWay(inTheWay());
        FakeCalls.Call push = server.calls.one(holder);
        StateId id =
                ((OpenDelegation.Read) push.args(CbPushDelegArgs.class).delegation())
                        .read()
                        .stateId();
        giveBack(holder, "f", id);

        assertThat(isWanted(push)).isFalse();
        push.fail();
        assertThat(server.delegations.recalledCount()).isZero();
    }

    @Test
    void nobodyIsAskedForAttributesWhoHasNoDelegationAnyMore() {
        StateId id = writeDelegation(holder, "f");
        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        FakeCalls.Call inquiry = server.calls.one(holder);
        inquiry.args(CbGetAttrArgs.class);
        assertThat(isWanted(inquiry)).isTrue();
        giveBack(holder, "f", id);

        assertThat(isWanted(inquiry)).isFalse();
        inquiry.failUnsent();
        assertThat(look(other, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void nobodyIsToldOfADirectoryWhoHasReturnedIt() {
        Granted granted =
                (Granted)
                        holder.result(
                                        GetDirDelegationRes.class,
                                        holder.put("/a"),
                                        ask(ENTRIES, Bitmap.EMPTY, Bitmap.EMPTY, 0))
                                .nonFatal();
        assertThat(other.status(other.put("/a"), new RemoveArgs(Opaque.utf8("g"))))
                .isEqualTo(NfsStatus.OK);
        FakeCalls.Call notice = server.calls.one(holder);
        notice.args(CbNotifyArgs.class);
        assertThat(isWanted(notice)).isTrue();
        holder.status(holder.put("/a"), new DelegReturnArgs(granted.stateId()));

        assertThat(isWanted(notice)).isFalse();
        notice.failUnsent();
        assertThat(server.calls.taken()).isEmpty();
    }
}
