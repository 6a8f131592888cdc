package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.restart.Client.READ;
import static org.nfs41.server.restart.Client.WRITE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.server.restart.Client.Held;
import org.nfs41.server.storage.FileStorage;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.WriteArgs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Named attributes of a directory of the host that are open when the server restarts. */
class NamedAttributeRestartTest {
    @TempDir private Path exported;
    @TempDir private Path storage;
    private LocalFileSystem files;

    private FileSystem newFiles() {
        if (files != null) {
            files.close();
        }
        try {
            files = LocalFileSystem.open(LocalOptions.of(exported, Opaque.of(new byte[16])));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        if (files != null) {
            files.close();
        }
    }

    /**
     * A named attribute of a file that is open for reading and writing, closed to other writers.
     */
    private static Held open(Client client, FileHandle file) {
        CreateHow how = new CreateHow.Guarded(AttributeSet.EMPTY.toFileAttributes());
        OpenArgs open =
                new OpenArgs(
                        0,
                        READ | WRITE,
                        WRITE,
                        new OpenOwner(client.id.clientId(), Opaque.utf8("o")),
                        new OpenFlag.Create(how),
                        new OpenClaim.Null(Opaque.utf8("icon")));
        CompoundRes reply =
                client.call(new PutFhArgs(file), new OpenAttrArgs(true), open, new GetFhArgs());
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        List<ResOp> results = reply.results();
        return new Held(
                ((GetFhResOk) results.getLast()).object().detach(),
                ((OpenResOk) results.get(results.size() - 2)).stateId());
    }

    @Test
    void openIsReclaimedByTheSameHandle() throws IOException {
        boolean linux = System.getProperty("os.name").equals("Linux");
        Assumptions.assumeTrue(linux, "directories are exported on Linux only");
        FileStorage before = FileStorage.open(storage);
        RestartableServer server = new RestartableServer(before, this::newFiles);
        FsResult<Inode> attributes =
                files.attributeDirectory(Credentials.SUPERUSER, files.root(), true);
        Assumptions.assumeTrue(
                attributes.status().isOk(), "the host has no extended attributes of users here");
        Client a = Client.ready(server, "a");
        Held icon = open(a, a.create("f", READ, 0).handle());
        Opaque data = Opaque.utf8("picture");
        WriteArgs write = new WriteArgs(icon.stateId(), 0, StableHow.FILE_SYNC, data);
        assertThat(a.status(new PutFhArgs(icon.handle()), write)).isEqualTo(NfsStatus.OK);
        before.close();

        try (FileStorage found = FileStorage.open(storage)) {
            server.restart(found);
            a.connect();
            Held again = a.reclaimed(icon.handle(), READ | WRITE, WRITE);
            assertThat(a.lock(again, true)).isEqualTo(NfsStatus.OK);
            a.complete();
            ReadArgs read = new ReadArgs(again.stateId(), 0, 100);
            CompoundRes reply = a.call(new PutFhArgs(icon.handle()), read);
            assertThat(((ReadResOk) reply.results().getLast()).data()).isEqualTo(data);
            Client b = Client.ready(server, "b");
            assertThat(b.open(icon.handle(), WRITE, 0)).isEqualTo(NfsStatus.SHARE_DENIED);
            assertThat(b.open(icon.handle(), READ, 0)).isEqualTo(NfsStatus.OK);
        }
    }
}
