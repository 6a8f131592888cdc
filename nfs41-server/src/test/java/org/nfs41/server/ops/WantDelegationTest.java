package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.WantDelegationArgs;

/**
 * WANT_DELEGATION, and what is promised to who cannot have one now (RFC 8881 sections 18.49 and
 * 20.5).
 */
class WantDelegationTest extends DelegationScene {
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
