package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.state.open.OpenLimits;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RemoveArgs;

import java.util.List;

/** How long files live that are open, and opens whose files or clients do not. */
class OpenedFilesTest extends OpenScene {
    @Test
    void openWhoseTruncationFailsIsTakenBack() {
        StateId id = client.openFile("f");
        client.call(client.put("/a/f"), write(id, "text"), new CloseArgs(0, id));
        server.failing.fail("setAttributes", AttributeChanges.ofSize(0), NfsStatus.IO);
        OpenArgs truncate = creating("o", unchecked(size(0)), "f");

        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.IO);
        assertThat(server.opens.count()).isZero();

        StateId reading = client.opened(open("o", READ, NONE, "f")).stateId();
        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.IO);
        assertThat(server.opens.count()).isEqualTo(1);
        assertThat(client.status(client.put("/a/f"), resize(reading, 1)))
                .isEqualTo(NfsStatus.OPENMODE);
    }

    @Test
    void openOfAFileThatVanishesMeanwhileLeavesNothing() {
        OpenArgs[] opens = {
            open("o", READ, NONE, "f"),
            open("o", READ, NONE, new OpenFlag.NoCreate(), new OpenClaim.Fh())
        };
        NfsStatus[] expected = {NfsStatus.NOENT, NfsStatus.STALE};
        for (int i = 0; i < opens.length; i++) {
            StateId id = client.openFile("f");
            client.call(client.put("/a/f"), new CloseArgs(0, id));
            ArgOp position = client.put(i == 0 ? "/a" : "/a/f");
            server.failing.before("retain", inode("f"), this::removeFile);
            assertThat(client.status(position, opens[i])).isEqualTo(expected[i]);
            assertThat(server.opens.count()).isZero();
        }
    }

    @Test
    void createOfAFileThatVanishesMeanwhileMakesItAnew() {
        StateId id = client.openFile("f");
        client.call(client.put("/a/f"), new CloseArgs(0, id));
        FileHandle old = client.handle("/a/f");
        server.failing.before("retain", inode("f"), this::removeFile);
        client.openFile("f");
        assertThat(client.handle("/a/f")).isNotEqualTo(old);
    }

    private void removeFile() {
        assertThat(
                        server.a
                                .remove(Credentials.SUPERUSER, server.a.root(), Opaque.utf8("f"))
                                .status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void openThatFindsNoRoomCreatesNoFile() {
        FileServer small = new FileServer(new OpenLimits(1, 9));
        TestClient greedy = small.client("c1", 1000);
        greedy.openFile("f");
        for (CreateHow how :
                List.of(
                        new CreateHow.Guarded(AttributeSet.EMPTY.toFileAttributes()),
                        unchecked(AttributeSet.EMPTY))) {
            assertThat(greedy.status(greedy.put("/a"), creating("o", how, "g")))
                    .isEqualTo(NfsStatus.DELAY);
        }
        assertThat(greedy.status(greedy.put("/a"), new LookupArgs(Opaque.utf8("g"))))
                .isEqualTo(NfsStatus.NOENT);
        assertThat(greedy.openFile("f").seqid()).isEqualTo(2);
    }

    private Inode inode(String name) {
        return ((FsResult.Ok<Inode>)
                        server.a.lookup(Credentials.SUPERUSER, server.a.root(), Opaque.utf8(name)))
                .value();
    }

    @Test
    void removedFileLivesUntilItsLastClose() {
        StateId id = client.openFile("f");
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        client.call(file, write(id, "text"));
        assertThat(client.status(client.put("/a"), new RemoveArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.OK);
        assertThat(client.result(ReadResOk.class, file, new ReadArgs(id, 0, 9)).data().utf8())
                .isEqualTo("text");
        assertThat(client.status(file, new CloseArgs(0, id))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void everyOpenAndCloseRetainsAndReleasesTheFileOnce() {
        StateId one = client.openFile("f");
        StateId two = client.opened(open("o2", READ, NONE, "f")).stateId();
        client.openFile("f");
        client.status(client.put("/a"), open("o3", READ, WRITE, "f"));
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        client.call(client.put("/a"), new RemoveArgs(Opaque.utf8("f")));
        client.call(file, new CloseArgs(0, two));
        assertThat(client.status(file, new CloseArgs(0, one.withSeqid(0)))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void stateOfAClientThatExpiresGoesWithIt() {
        client.openFile("f");
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        client.call(client.put("/a"), new RemoveArgs(Opaque.utf8("f")));
        assertThat(server.opens.holdsState(client.clientId())).isTrue();

        server.clients.leases().expire(2L * FileServer.LEASE_SECONDS * 1_000_000_000L);

        assertThat(server.opens.count()).isZero();
        TestClient other = server.client("c2", 1000);
        assertThat(other.status(file)).isEqualTo(NfsStatus.STALE);
    }
}
