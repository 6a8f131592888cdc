package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.DelegPurgeArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.RemoveArgs;

import java.util.List;

/**
 * What the state id of a delegation is good for, until it is returned (RFC 8881 sections 8.2, 10.4
 * and 18.6).
 */
class DelegationUseTest extends DelegationScene {
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
    void b187DelegationInForceCannotBeFreed() {
        StateId id = readDelegation(holder, "f");

        assertThat(holder.status(new FreeStateIdArgs(id))).isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(second.status(new FreeStateIdArgs(id))).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void clientThatEndsLeavesNoDelegation() {
        readDelegation(holder, "f");
        assertThat(server.opens.holdsState(holder.clientId())).isTrue();
        server.opens.release(holder.clientId());

        assertThat(server.delegations.count()).isZero();
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
    }
}
