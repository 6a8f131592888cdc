package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Export;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.RemoveArgs;

import java.util.ArrayList;
import java.util.List;

/** One file system in two exports: what clients hold of a file by one holds by the other, too. */
class TwoExportsTest {
    private static final int READ = OpenShare.ACCESS_READ;
    private static final int BOTH = OpenShare.ACCESS_BOTH;

    private final FileServer server = new FileServer();
    private final TestClient holder = server.client("holder", 1000);
    private final TestClient other = server.client("other", 1000);

    TwoExportsTest() {
        List<Export> exports = new ArrayList<>(server.exports.exports());
        exports.add(Export.of("/again", exports.getFirst().fileSystem()));
        server.exports.replace(exports, new NfsTime(2_000, 0));
        StateId id = other.openFile("f");
        other.call(new PutFhArgs(other.handle("/a/f")), new CloseArgs(0, id));
        server.calls.reach(holder, other);
    }

    private static NfsStatus openBy(TestClient client, String directory, int access, int deny) {
        return client.status(client.put(directory), open("o", access, deny, "f"));
    }

    @Test
    void handlesDiffer() {
        assertThat(holder.handle("/again/f")).isNotEqualTo(holder.handle("/a/f"));
    }

    @Test
    void shareReservationHoldsInBoth() {
        // without a delegation
        server.calls.lose(holder);
        assertThat(openBy(holder, "/again", BOTH, OpenShare.DENY_BOTH)).isEqualTo(NfsStatus.OK);

        assertThat(openBy(other, "/a", READ, OpenShare.DENY_NONE))
                .isEqualTo(NfsStatus.SHARE_DENIED);
    }

    @Test
    void delegationIsRecalledByTheHandleThatItsHolderKnows() {
        OpenDelegation given =
                holder.opened(open("o", BOTH, OpenShare.DENY_NONE, "f")).delegation();
        StateId id = ((OpenDelegation.Write) given).write().stateId();

        assertThat(openBy(other, "/again", READ, OpenShare.DENY_NONE)).isEqualTo(NfsStatus.DELAY);
        FakeCalls.Call call = server.calls.one(holder);
        assertThat(call.recall().fh()).isEqualTo(holder.handle("/a/f"));
        assertThat(call.recall().stateId()).isEqualTo(id);
        assertThat(holder.status(new PutFhArgs(holder.handle("/again/f")), new DelegReturnArgs(id)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(holder.status(new PutFhArgs(holder.handle("/a/f")), new DelegReturnArgs(id)))
                .isEqualTo(NfsStatus.OK);
        assertThat(openBy(other, "/again", READ, OpenShare.DENY_NONE)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void directoryIsNotTakenFromUnderItsHolder() {
        GetDirDelegationArgs all =
                new GetDirDelegationArgs(
                        false,
                        Bitmap.of(1, 2, 3),
                        new NfsTime(0, 0),
                        new NfsTime(0, 0),
                        Bitmap.EMPTY,
                        Bitmap.EMPTY);
        assertThat(holder.result(GetDirDelegationRes.class, holder.put("/a"), all).nonFatal())
                .isInstanceOf(GetDirDelegationResNonFatal.Granted.class);

        assertThat(other.status(other.put("/again"), new RemoveArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().fh()).isEqualTo(holder.handle("/a"));
    }

    @Test
    void clientThatEndsLeavesNothingInEither() {
        holder.opened(open("o", BOTH, OpenShare.DENY_NONE, "f"));
        server.state.release(holder.clientId());

        assertThat(server.delegations.count()).isZero();
        assertThat(openBy(other, "/again", BOTH, OpenShare.DENY_BOTH)).isEqualTo(NfsStatus.OK);
        assertThat(server.faults).isEmpty();
    }
}
