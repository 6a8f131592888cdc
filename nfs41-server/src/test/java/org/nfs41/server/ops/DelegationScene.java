package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/** Two files, two clients that can be called and get delegations of them, and one that cannot. */
abstract class DelegationScene {
    static final int READ = 1;
    static final int WRITE = 2;
    static final int BOTH = 3;
    static final int NONE = 0;
    static final long LEASE = FileServer.LEASE_SECONDS * 1_000_000_000L;

    /** Asks for a delegation that is given when nobody is in the way any more. */
    static final int LATER = OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;

    final FileServer server = new FileServer();
    final TestClient holder = server.client("holder", 1000);
    final TestClient second = server.client("second", 1000);
    final TestClient other = server.client("other", 1000);

    DelegationScene() {
        for (String name : List.of("f", "g")) {
            StateId id = other.openFile(name);
            other.call(file(other, name), new CloseArgs(0, id));
        }
        server.calls.reach(holder, second);
    }

    static PutFhArgs file(TestClient client, String name) {
        return new PutFhArgs(client.handle("/a/" + name));
    }

    static StateId readDelegation(TestClient client, String name) {
        OpenResOk opened = client.opened(open("o", READ, NONE, name));
        assertThat(opened.delegation()).isInstanceOf(OpenDelegation.Read.class);
        return ((OpenDelegation.Read) opened.delegation()).read().stateId();
    }

    static StateId writeDelegation(TestClient client, String name) {
        OpenResOk opened = client.opened(open("o", BOTH, NONE, name));
        assertThat(opened.delegation()).isInstanceOf(OpenDelegation.Write.class);
        return ((OpenDelegation.Write) opened.delegation()).write().stateId();
    }

    static NfsStatus openBy(TestClient client, int access, String name) {
        return client.status(client.put("/a"), open("o", access, NONE, name));
    }

    static NfsStatus giveBack(TestClient client, String name, StateId id) {
        return client.status(file(client, name), new DelegReturnArgs(id));
    }

    static List<NfsStatus> test(TestClient client, StateId... ids) {
        return client.result(TestStateIdResOk.class, new TestStateIdArgs(List.of(ids)))
                .statusCodes();
    }

    static ArgOp write(StateId id) {
        return new WriteArgs(id, 0, StableHow.UNSTABLE, Opaque.utf8("text"));
    }

    static ArgOp set(StateId id, AttributeSet attributes) {
        return new SetAttrArgs(id, attributes.toFileAttributes());
    }

    static AttributeSet size(long size) {
        return AttributeSet.EMPTY.with(AttributeType.SIZE, size);
    }

    static void renew(TestClient client) {
        client.call();
    }

    static NfsStatus look(TestClient client, String name) {
        return client.status(
                file(client, name), new GetAttrArgs(Bitmap.of(Attribute.SIZE, Attribute.CHANGE)));
    }

    static OpenDelegation want(TestClient client, ArgOp position, int want) {
        return client.result(
                        WantDelegationResOk.class,
                        position,
                        new WantDelegationArgs(want, new DelegClaim.Fh()))
                .delegation();
    }

    static OpenDelegation want(TestClient client, String name, int want) {
        return want(client, file(client, name), want);
    }

    /** One client is promised a read delegation of f as soon as another has closed it. */
    StateId inTheWay() {
        StateId open = other.opened(open("o", BOTH, NONE, "f")).stateId();
        OpenDelegation none = want(holder, "f", OpenShare.ACCESS_WANT_READ_DELEG | LATER);
        assertThat(((OpenDelegation.NoneExt) none).whyNone())
                .isEqualTo(new OpenNoneDelegation.Contention(true));
        return open;
    }

    /** Closes it, so that the promise is kept. */
    void clearTheWay(StateId open) {
        server.delegations.tick(server.now);
        assertThat(server.calls.taken()).isEmpty();
        other.call(file(other, "f"), new CloseArgs(0, open));
        server.delegations.tick(server.now);
    }
}
