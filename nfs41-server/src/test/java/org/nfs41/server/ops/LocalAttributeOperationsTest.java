package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Export;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.WriteArgs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;

/** The same on a directory of the host that nothing else changes, and what is different there. */
class LocalAttributeOperationsTest extends NamedAttributeOperationsTest {
    private static final int BOTH = OpenShare.ACCESS_BOTH;
    private static final long LAPSE = (FileServer.LEASE_SECONDS + 1) * 1_000_000_000L;
    private static final Opaque ICON = Opaque.utf8("icon");

    private Path directory;
    private LocalFileSystem files;
    private TestClient holder;
    private TestClient other;

    @Override
    FileServer newServer() throws IOException {
        boolean linux = System.getProperty("os.name").equals("Linux");
        Assumptions.assumeTrue(linux, "directories are exported on Linux only");
        directory = Files.createTempDirectory("nfs41-local");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        LocalOptions options = LocalOptions.of(directory, Opaque.of(new byte[16])).asExclusive();
        files = LocalFileSystem.open(options);
        Assumptions.assumeTrue(
                files.attributeDirectory(Credentials.SUPERUSER, files.root(), true).status().isOk(),
                "the host has no extended attributes of users here");
        FileServer server = new FileServer();
        List<Export> exports = server.exports.exports();
        Export local = Export.of("/a", files);
        server.exports.replace(List.of(local, exports.getLast()), new NfsTime(2_000, 0));
        holder = server.client("holder", 1000);
        other = server.client("other", 1000);
        return server;
    }

    @AfterEach
    void close() throws IOException {
        if (files != null) {
            files.close();
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static ArgOp[] attributesAnd(TestClient client, ArgOp... more) {
        ArgOp[] all = new ArgOp[more.length + 2];
        all[0] = client.put("/a/f");
        all[1] = new OpenAttrArgs(true);
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    private static OpenResOk create(TestClient client, String name) {
        return client.result(
                OpenResOk.class,
                attributesAnd(client, creating("o", unchecked(AttributeSet.EMPTY), name)));
    }

    private static FileHandle handle(TestClient client, String name) {
        ArgOp[] path = attributesAnd(client, new LookupArgs(Opaque.utf8(name)), new GetFhArgs());
        return client.result(GetFhResOk.class, path).object().detach();
    }

    @Test
    void handlesAreNotLongerThanTheDocumentSays() {
        create(holder, "icon");
        assertThat(handle(holder, "icon").data().length()).isLessThanOrEqualTo(80);
    }

    @Test
    void openTellsThatOnlyTheSizeWasSet() {
        AttributeSet initial =
                AttributeSet.EMPTY.with(AttributeType.MODE, 0600).with(AttributeType.SIZE, 3L);
        OpenResOk made =
                holder.result(
                        OpenResOk.class,
                        attributesAnd(holder, creating("o", unchecked(initial), "icon")));
        assertThat(made.attrSet()).isEqualTo(Bitmap.of(Attribute.SIZE));
        PutFhArgs icon = new PutFhArgs(handle(holder, "icon"));
        AttributeSet shown =
                holder.attributes(icon, Attribute.SIZE, Attribute.MODE, Attribute.MAXFILESIZE);
        assertThat(shown.require(AttributeType.SIZE)).isEqualTo(3);
        assertThat(shown.require(AttributeType.MODE)).isEqualTo(0644);
        assertThat(shown.require(AttributeType.MAXFILESIZE)).isEqualTo(64 << 10);
    }

    @Test
    void sharesAreReservedAndOpenAttributesNeitherRemovedNorRenamed() {
        CreateHow how = new CreateHow.Guarded(AttributeSet.EMPTY.toFileAttributes());
        OpenArgs creation =
                open(
                        "o",
                        BOTH,
                        OpenShare.DENY_WRITE,
                        new OpenFlag.Create(how),
                        new OpenClaim.Null(ICON));
        StateId id = holder.result(OpenResOk.class, attributesAnd(holder, creation)).stateId();
        assertThat(other.status(attributesAnd(other, open("o", BOTH, 0, "icon"))))
                .isEqualTo(NfsStatus.SHARE_DENIED);
        PutFhArgs icon = new PutFhArgs(handle(other, "icon"));
        WriteArgs write = new WriteArgs(StateId.ANONYMOUS, 0, StableHow.UNSTABLE, ICON);
        assertThat(other.status(icon, write)).isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(attributesAnd(other, new RemoveArgs(ICON))))
                .isEqualTo(NfsStatus.FILE_OPEN);
        RenameArgs rename = new RenameArgs(ICON, Opaque.utf8("logo"));
        assertThat(other.status(attributesAnd(other, new SaveFhArgs(), rename)))
                .isEqualTo(NfsStatus.FILE_OPEN);

        assertThat(holder.status(icon, new CloseArgs(0, id))).isEqualTo(NfsStatus.OK);
        assertThat(other.status(attributesAnd(other, new SaveFhArgs(), rename)))
                .isEqualTo(NfsStatus.OK);
        assertThat(other.status(icon)).isEqualTo(NfsStatus.STALE);
        assertThat(other.status(attributesAnd(other, new RemoveArgs(Opaque.utf8("logo")))))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void delegationIsGivenAndRecalledBeforeTheAttributeIsRemoved() {
        server.calls.reach(holder, other);
        OpenResOk made = create(holder, "icon");
        StateId delegation = ((OpenDelegation.Write) made.delegation()).write().stateId();
        PutFhArgs icon = new PutFhArgs(handle(holder, "icon"));
        assertThat(holder.status(icon, new CloseArgs(0, made.stateId()))).isEqualTo(NfsStatus.OK);

        assertThat(other.status(attributesAnd(other, new RemoveArgs(ICON))))
                .isEqualTo(NfsStatus.DELAY);
        FakeCalls.Call call = server.calls.one(holder);
        assertThat(call.recall().stateId()).isEqualTo(delegation);
        assertThat(call.recall().fh()).isEqualTo(icon.object());
        assertThat(holder.status(icon, new DelegReturnArgs(delegation))).isEqualTo(NfsStatus.OK);
        assertThat(other.status(attributesAnd(other, new RemoveArgs(ICON))))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void openOfAClientThatHasFallenSilentDoesNotKeepAnAttribute() {
        StateId id = create(holder, "icon").stateId();
        PutFhArgs icon = new PutFhArgs(handle(holder, "icon"));
        RemoveArgs remove = new RemoveArgs(ICON);
        assertThat(other.status(attributesAnd(other, remove))).isEqualTo(NfsStatus.FILE_OPEN);

        server.now += LAPSE;
        assertThat(other.status(attributesAnd(other, remove))).isEqualTo(NfsStatus.OK);

        assertThat(holder.statusFlags() & SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED)
                .isNotZero();
        assertThat(holder.status(icon)).isEqualTo(NfsStatus.STALE);
        create(other, "icon");
        assertThat(holder.status(icon, new CloseArgs(0, id))).isEqualTo(NfsStatus.EXPIRED);
    }
}
