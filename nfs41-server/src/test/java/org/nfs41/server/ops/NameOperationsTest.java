package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.AccessResOk;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateResOk;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LinkResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutPubFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.ReadLinkResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RemoveResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.RenameResOk;
import org.nfs41.xdr.op.RestoreFhArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SecInfoNoNameArgs;
import org.nfs41.xdr.op.SecInfoNoNameResOk;
import org.nfs41.xdr.op.SecInfoResOk;

import java.util.List;

/** Filehandles, names, and what is made, linked, moved and removed by them. */
class NameOperationsTest {
    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);

    private static LookupArgs lookup(String name) {
        return new LookupArgs(Opaque.utf8(name));
    }

    private static CreateArgs make(String name, CreateType type, int mode) {
        return new CreateArgs(
                type,
                Opaque.utf8(name),
                AttributeSet.EMPTY.with(AttributeType.MODE, mode).toFileAttributes());
    }

    private static CreateArgs directory(String name) {
        return make(name, new CreateType.Plain(FileType.NF4DIR), 0755);
    }

    // --- Filehandles

    @Test
    void rootAndPublicFilehandleAreTheSame() {
        assertThat(client.result(GetFhResOk.class, new PutPubFhArgs(), new GetFhArgs()).object())
                .isEqualTo(client.handle("/"));
    }

    @Test
    void handlesThatAreNoneOrStaleAreTold() {
        FileHandle handle = client.handle("/a");
        byte[] bytes = handle.data().toByteArray();
        bytes[bytes.length - 1] ^= 1;
        for (byte[] bad : List.of(bytes, new byte[0], new byte[128])) {
            assertThat(client.status(new PutFhArgs(new FileHandle(Opaque.of(bad)))))
                    .isEqualTo(NfsStatus.BADHANDLE);
        }
        client.call(client.put("/a"), directory("d"));
        FileHandle gone = client.handle("/a/d");
        client.call(client.put("/a"), new RemoveArgs(Opaque.utf8("d")));
        assertThat(client.status(new PutFhArgs(gone))).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void restoreWithoutSaveHasNoFilehandle() {
        assertThat(client.status(new PutRootFhArgs(), new RestoreFhArgs()))
                .isEqualTo(NfsStatus.NOFILEHANDLE);
        assertThat(client.status(new SaveFhArgs())).isEqualTo(NfsStatus.NOFILEHANDLE);
    }

    @Test
    void lookupGoesDownAndLookupPUpAcrossExports() {
        assertThat(
                        client.result(
                                        GetFhResOk.class,
                                        client.put("/a"),
                                        directory("d"),
                                        new LookupPArgs(),
                                        new LookupPArgs(),
                                        new GetFhArgs())
                                .object())
                .isEqualTo(client.handle("/"));
        assertThat(client.status(new PutRootFhArgs(), new LookupPArgs()))
                .isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void lookupsThatFail() {
        client.openFile("f");
        client.call(client.put("/a"), make("link", new CreateType.Link(Opaque.utf8("f")), 0777));
        assertThat(client.status(client.put("/a"), lookup("x"))).isEqualTo(NfsStatus.NOENT);
        assertThat(client.status(client.put("/a"), lookup(""))).isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(client.put("/a"), lookup("."))).isEqualTo(NfsStatus.BADNAME);
        assertThat(client.status(client.put("/a/f"), lookup("x"))).isEqualTo(NfsStatus.NOTDIR);
        assertThat(client.status(client.put("/a/f"), new LookupPArgs()))
                .isEqualTo(NfsStatus.NOTDIR);
        assertThat(client.status(client.put("/a/link"), lookup("x"))).isEqualTo(NfsStatus.SYMLINK);
        assertThat(client.status(client.put("/a"), lookup("n".repeat(300))))
                .isEqualTo(NfsStatus.NAMETOOLONG);
    }

    // --- CREATE

    @Test
    void createMakesEveryTypeButRegularFiles() {
        CreateResOk made = client.result(CreateResOk.class, client.put("/a"), directory("d"));
        assertThat(made.attrSet()).isEqualTo(Bitmap.of(Attribute.MODE));
        assertThat(made.cinfo().after()).isNotEqualTo(made.cinfo().before());
        client.call(client.put("/a"), make("l", new CreateType.Link(Opaque.utf8("to")), 0777));
        assertThat(
                        client.result(ReadLinkResOk.class, client.put("/a/l"), new ReadLinkArgs())
                                .link())
                .isEqualTo(Opaque.utf8("to"));
        client.call(client.put("/a"), make("s", new CreateType.Plain(FileType.NF4SOCK), 0600));
        client.as(0);
        CreateType device = new CreateType.Device(FileType.NF4CHR, new SpecData(5, 1));
        assertThat(client.status(client.put("/a"), make("tty", device, 0600)))
                .isEqualTo(NfsStatus.OK);
        assertThat(
                        client.attributes(client.put("/a/tty"), Attribute.RAWDEV)
                                .require(AttributeType.RAWDEV))
                .isEqualTo(new SpecData(5, 1));
        assertThat(typeOf("/a/d")).isEqualTo(FileType.NF4DIR);
        assertThat(typeOf("/a/l")).isEqualTo(FileType.NF4LNK);
        assertThat(typeOf("/a/s")).isEqualTo(FileType.NF4SOCK);
    }

    private FileType typeOf(String path) {
        return client.attributes(client.put(path), Attribute.TYPE).require(AttributeType.TYPE);
    }

    @Test
    void typesThatCreateDoesNotMake() { // B-199
        for (FileType type :
                List.of(
                        FileType.NF4REG,
                        FileType.NF4ATTRDIR,
                        FileType.NF4NAMEDATTR,
                        FileType.of(0),
                        FileType.of(99))) {
            assertThat(
                            client.call(
                                            client.put("/a"),
                                            make("x", new CreateType.Plain(type), 0600),
                                            new GetAttrArgs(Bitmap.of(Attribute.SIZE)))
                                    .status())
                    .isEqualTo(NfsStatus.BADTYPE);
        }
        assertThat(client.status(client.put("/a"), lookup("x"))).isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void createsThatFail() {
        client.openFile("f");
        assertThat(client.status(client.put("/a"), directory("f"))).isEqualTo(NfsStatus.EXIST);
        assertThat(client.status(client.put("/a/f"), directory("x"))).isEqualTo(NfsStatus.NOTDIR);
        assertThat(client.status(client.put("/a"), directory(".."))).isEqualTo(NfsStatus.BADNAME);
        CreateType empty = new CreateType.Link(Opaque.EMPTY);
        assertThat(client.status(client.put("/a"), make("l", empty, 0777)))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(new PutRootFhArgs(), directory("x"))).isEqualTo(NfsStatus.ROFS);
        for (long size : new long[] {0, 1, Long.MAX_VALUE, -1}) {
            CreateArgs sized =
                    new CreateArgs(
                            new CreateType.Plain(FileType.NF4DIR),
                            Opaque.utf8("x"),
                            AttributeSet.EMPTY.with(AttributeType.SIZE, size).toFileAttributes());
            assertThat(client.status(client.put("/a"), sized)).isEqualTo(NfsStatus.INVAL);
        }
        CreateType device = new CreateType.Device(FileType.NF4BLK, new SpecData(1, 1));
        assertThat(client.status(client.put("/a"), make("disk", device, 0600)))
                .isEqualTo(NfsStatus.PERM);
    }

    @Test
    void readLinkIsForSymbolicLinks() {
        assertThat(client.status(client.put("/a"), new ReadLinkArgs()))
                .isEqualTo(NfsStatus.WRONG_TYPE);
    }

    // --- LINK, REMOVE, RENAME

    @Test
    void linkGivesAnotherName() {
        client.openFile("f");
        LinkResOk linked =
                client.result(
                        LinkResOk.class,
                        client.put("/a/f"),
                        new SaveFhArgs(),
                        client.put("/a"),
                        new LinkArgs(Opaque.utf8("g")));
        assertThat(linked.cinfo().after()).isNotEqualTo(linked.cinfo().before());
        assertThat(client.handle("/a/g")).isEqualTo(client.handle("/a/f"));
    }

    @Test
    void linksThatFail() {
        client.openFile("f");
        client.call(client.put("/a"), directory("d"));
        assertThat(link("/a/f", "/b", "g")).isEqualTo(NfsStatus.XDEV);
        assertThat(link("/a/d", "/a", "g")).isEqualTo(NfsStatus.ISDIR);
        assertThat(link("/a/f", "/a", "d")).isEqualTo(NfsStatus.EXIST);
        assertThat(link("/a/f", "/a/f", "g")).isEqualTo(NfsStatus.NOTDIR);
        assertThat(client.status(client.put("/a"), new LinkArgs(Opaque.utf8("g"))))
                .isEqualTo(NfsStatus.NOFILEHANDLE);
    }

    private NfsStatus link(String target, String directory, String name) {
        return client.status(
                client.put(target),
                new SaveFhArgs(),
                client.put(directory),
                new LinkArgs(Opaque.utf8(name)));
    }

    @Test
    void removeTakesTheNameAndFailsWhereItMust() {
        client.call(client.put("/a"), directory("d"), directory("inner"));
        assertThat(remove("/a", "d")).isEqualTo(NfsStatus.NOTEMPTY);
        RemoveResOk removed =
                client.result(
                        RemoveResOk.class,
                        client.put("/a/d"),
                        new RemoveArgs(Opaque.utf8("inner")));
        assertThat(removed.cinfo().after()).isNotEqualTo(removed.cinfo().before());
        assertThat(remove("/a", "d")).isEqualTo(NfsStatus.OK);
        assertThat(remove("/a", "d")).isEqualTo(NfsStatus.NOENT);
        assertThat(remove("/", "a")).isEqualTo(NfsStatus.ROFS);
    }

    private NfsStatus remove(String directory, String name) {
        return client.status(client.put(directory), new RemoveArgs(Opaque.utf8(name)));
    }

    @Test
    void renameMovesAndReplaces() {
        client.openFile("f");
        client.openFile("g");
        client.call(client.put("/a"), directory("d"));
        FileHandle moved = client.handle("/a/f");
        RenameResOk renamed =
                client.result(
                        RenameResOk.class,
                        client.put("/a"),
                        new SaveFhArgs(),
                        client.put("/a/d"),
                        new RenameArgs(Opaque.utf8("f"), Opaque.utf8("x")));
        assertThat(renamed.sourceCinfo().after()).isNotEqualTo(renamed.sourceCinfo().before());
        assertThat(client.handle("/a/d/x")).isEqualTo(moved);
        assertThat(rename("/a/d", "x", "/a", "g")).isEqualTo(NfsStatus.OK);
        assertThat(client.handle("/a/g")).isEqualTo(moved);
    }

    @Test
    void renamesThatFail() {
        client.openFile("f");
        client.call(client.put("/a"), directory("d"), directory("inner"));
        assertThat(rename("/a", "f", "/b", "f")).isEqualTo(NfsStatus.XDEV);
        assertThat(rename("/a", "x", "/a", "y")).isEqualTo(NfsStatus.NOENT);
        assertThat(rename("/a", "f", "/a", "..")).isEqualTo(NfsStatus.BADNAME);
        assertThat(rename("/a", "", "/a", "y")).isEqualTo(NfsStatus.INVAL);
        assertThat(rename("/a", "d", "/a/d/inner", "loop")).isEqualTo(NfsStatus.INVAL);
        assertThat(rename("/a", "f", "/a", "d")).isEqualTo(NfsStatus.EXIST);
        assertThat(
                        client.status(
                                client.put("/a"),
                                new RenameArgs(Opaque.utf8("f"), Opaque.utf8("g"))))
                .isEqualTo(NfsStatus.NOFILEHANDLE);
    }

    private NfsStatus rename(String from, String oldName, String to, String newName) {
        return client.status(
                client.put(from),
                new SaveFhArgs(),
                client.put(to),
                new RenameArgs(Opaque.utf8(oldName), Opaque.utf8(newName)));
    }

    @Test
    void stickyDirectoryRefusesWithAStatusThatRemoveMayReturn() {
        client.as(0);
        client.call(client.put("/a"), make("tmp", new CreateType.Plain(FileType.NF4DIR), 01777));
        client.call(client.put("/a/tmp"), directory("mine"));
        client.as(2000);
        assertThat(remove("/a/tmp", "mine")).isEqualTo(NfsStatus.ACCESS);
        assertThat(rename("/a/tmp", "mine", "/a/tmp", "yours")).isEqualTo(NfsStatus.ACCESS);
    }

    // --- ACCESS and SECINFO

    @Test
    void accessAnswersOnlyWhatWasAskedAndMakesSense() {
        client.openFile("f");
        assertThat(client.result(AccessResOk.class, client.put("/a/f"), new AccessArgs(0x3F)))
                .isEqualTo(new AccessResOk(0x2D, 0x0D));
        assertThat(client.result(AccessResOk.class, client.put("/a"), new AccessArgs(0x3F)))
                .isEqualTo(new AccessResOk(0x1F, 0x1F));
        assertThat(client.result(AccessResOk.class, client.put("/a"), new AccessArgs(0xFFC1)))
                .isEqualTo(new AccessResOk(0x01, 0x01));
        client.as(2000);
        assertThat(client.result(AccessResOk.class, client.put("/a/f"), new AccessArgs(0x05)))
                .isEqualTo(new AccessResOk(0x05, 0x01));
    }

    @Test
    void secInfoAnswersAndTakesTheFilehandleAway() { // B-201
        ArgOp root = new PutRootFhArgs();
        ArgOp named = new SecInfoArgs(Opaque.utf8("a"));
        ArgOp current = new SecInfoNoNameArgs(SecInfoStyle.CURRENT_FH);
        assertThat(client.result(SecInfoResOk.class, root, named).flavors()).hasSize(2);
        assertThat(client.result(SecInfoNoNameResOk.class, root, current).flavors()).hasSize(2);
        assertThat(client.status(root, named, new GetFhArgs())).isEqualTo(NfsStatus.NOFILEHANDLE);
        assertThat(client.status(root, current, new GetFhArgs())).isEqualTo(NfsStatus.NOFILEHANDLE);
    }

    @Test
    void secInfosThatFail() {
        client.openFile("f");
        ArgOp parent = new SecInfoNoNameArgs(SecInfoStyle.PARENT);
        assertThat(client.status(new PutRootFhArgs(), parent)).isEqualTo(NfsStatus.NOENT);
        assertThat(client.status(client.put("/a"), parent)).isEqualTo(NfsStatus.OK);
        assertThat(client.status(client.put("/a/f"), parent)).isEqualTo(NfsStatus.NOTDIR);
        assertThat(client.status(client.put("/a"), new SecInfoArgs(Opaque.utf8("x"))))
                .isEqualTo(NfsStatus.NOENT);
        assertThat(client.status(client.put("/a"), new SecInfoNoNameArgs(SecInfoStyle.of(2))))
                .isEqualTo(NfsStatus.BADXDR);
    }
}
