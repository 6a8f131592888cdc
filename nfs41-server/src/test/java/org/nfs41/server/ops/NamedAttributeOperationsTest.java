package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.io.IOException;

/** OPENATTR and what other operations do with named attributes: RFC 8881 sections 5.3 and 18.17. */
class NamedAttributeOperationsTest {
    private static final ArgOp ATTRIBUTES = new OpenAttrArgs(false);
    private static final ArgOp NEW_ATTRIBUTES = new OpenAttrArgs(true);
    private static final Opaque NAME = Opaque.utf8("icon");

    FileServer server;
    private TestClient client;

    /** A server whose export at /a has named attributes. */
    FileServer newServer() throws IOException {
        return new FileServer();
    }

    @BeforeEach
    void makeFiles() throws IOException {
        server = newServer();
        client = server.client("client", 1000);
        for (String name : new String[] {"f", "g"}) {
            StateId id = client.openFile(name);
            client.call(new PutFhArgs(client.handle("/a/" + name)), new CloseArgs(0, id));
        }
    }

    private ArgOp file() {
        return client.put("/a/f");
    }

    private FileHandle handle(ArgOp... path) {
        ArgOp[] all = java.util.Arrays.copyOf(path, path.length + 1);
        all[path.length] = new GetFhArgs();
        return client.result(GetFhResOk.class, all).object().detach();
    }

    private FileHandle directory() {
        return handle(file(), NEW_ATTRIBUTES);
    }

    private static OpenArgs creation() {
        return creating("o", unchecked(AttributeSet.EMPTY), "icon");
    }

    /** A named attribute of the file, which is not open. */
    private FileHandle icon() {
        return handle(new PutFhArgs(directory()), creation(), new CloseArgs(0, StateId.CURRENT));
    }

    private boolean hasAttributes(ArgOp object) {
        return client.attributes(object, Attribute.NAMED_ATTR).require(AttributeType.NAMED_ATTR);
    }

    @Test
    void directoryIsThereWhenItIsMadeAndFoundWhenItHasSomething() {
        assertThat(client.status(file(), ATTRIBUTES)).isEqualTo(NfsStatus.NOENT);
        assertThat(hasAttributes(file())).isFalse();
        PutFhArgs directory = new PutFhArgs(directory());
        assertThat(hasAttributes(file())).isFalse();
        assertThat(client.attributes(directory, Attribute.TYPE).require(AttributeType.TYPE))
                .isEqualTo(FileType.NF4ATTRDIR);

        PutFhArgs icon = new PutFhArgs(icon());

        assertThat(hasAttributes(file())).isTrue();
        assertThat(hasAttributes(icon)).isFalse();
        assertThat(handle(file(), ATTRIBUTES)).isEqualTo(directory.object());
        assertThat(handle(file(), ATTRIBUTES, new LookupArgs(NAME))).isEqualTo(icon.object());
        assertThat(client.attributes(icon, Attribute.TYPE).require(AttributeType.TYPE))
                .isEqualTo(FileType.NF4NAMEDATTR);
        assertThat(handle(directory, new LookupPArgs())).isEqualTo(client.handle("/a/f"));
        assertThat(client.status(icon, new LookupPArgs())).isEqualTo(NfsStatus.NOTDIR);
    }

    @Test
    void namedAttributeIsReadAndWrittenLikeAFile() {
        PutFhArgs icon = new PutFhArgs(icon());
        StateId id =
                client.result(
                                org.nfs41.xdr.op.OpenResOk.class,
                                new PutFhArgs(directory()),
                                open("o", 3, 0, "icon"))
                        .stateId();
        WriteArgs write = new WriteArgs(id, 0, StableHow.UNSTABLE, Opaque.utf8("picture"));
        assertThat(client.status(icon, write)).isEqualTo(NfsStatus.OK);
        AttributeSet size = AttributeSet.EMPTY.with(AttributeType.SIZE, 4L);
        assertThat(client.status(icon, new SetAttrArgs(id, size.toFileAttributes())))
                .isEqualTo(NfsStatus.OK);
        ReadResOk read = client.result(ReadResOk.class, icon, new ReadArgs(id, 0, 100));
        assertThat(read.data()).isEqualTo(Opaque.utf8("pict"));
        assertThat(client.status(icon, new CloseArgs(0, id))).isEqualTo(NfsStatus.OK);
        assertThat(client.attributes(file(), Attribute.SIZE).require(AttributeType.SIZE)).isZero();
    }

    @Test
    void namedAttributesHaveNoneThemselves() {
        PutFhArgs icon = new PutFhArgs(icon());
        PutFhArgs directory = new PutFhArgs(directory());
        for (boolean create : new boolean[] {false, true}) {
            ArgOp again = new OpenAttrArgs(create);
            assertThat(client.status(icon, again)).isEqualTo(NfsStatus.WRONG_TYPE);
            assertThat(client.status(directory, again)).isEqualTo(NfsStatus.WRONG_TYPE);
        }
    }

    @Test
    void objectsWithoutSupportSaySo() {
        CreateArgs link =
                new CreateArgs(
                        new CreateType.Link(Opaque.utf8("f")),
                        Opaque.utf8("link"),
                        AttributeSet.EMPTY.toFileAttributes());
        client.call(client.put("/a"), link);
        assertThat(client.status(client.put("/a/link"), NEW_ATTRIBUTES))
                .isEqualTo(NfsStatus.NOTSUPP);
        assertThat(client.status(new PutRootFhArgs(), NEW_ATTRIBUTES)).isEqualTo(NfsStatus.NOTSUPP);
        assertThat(hasAttributes(new PutRootFhArgs())).isFalse();
    }

    @Test
    void onlyOpenMakesNamedAttributesAndNeverExclusively() {
        PutFhArgs directory = new PutFhArgs(directory());
        for (FileType type : new FileType[] {FileType.NF4DIR, FileType.NF4FIFO}) {
            CreateArgs create =
                    new CreateArgs(
                            new CreateType.Plain(type),
                            NAME,
                            AttributeSet.EMPTY.toFileAttributes());
            assertThat(client.status(directory, create)).isEqualTo(NfsStatus.WRONG_TYPE);
        }
        OpenArgs exclusive = creating("o", new CreateHow.Exclusive(7), "icon");
        assertThat(client.status(directory, exclusive)).isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(directory, creation())).isEqualTo(NfsStatus.OK);
    }

    @Test
    void namedAttributesStayWithTheirObject() {
        PutFhArgs icon = new PutFhArgs(icon());
        PutFhArgs directory = new PutFhArgs(directory());
        PutFhArgs others = new PutFhArgs(handle(client.put("/a/g"), NEW_ATTRIBUTES));
        ArgOp top = client.put("/a");
        ArgOp save = new SaveFhArgs();
        RenameArgs rename = new RenameArgs(NAME, Opaque.utf8("moved"));
        RenameArgs in = new RenameArgs(Opaque.utf8("g"), Opaque.utf8("moved"));
        LinkArgs link = new LinkArgs(Opaque.utf8("linked"));

        assertThat(client.status(directory, save, others, rename)).isEqualTo(NfsStatus.XDEV);
        assertThat(client.status(directory, save, top, rename)).isEqualTo(NfsStatus.XDEV);
        assertThat(client.status(top, save, directory, in)).isEqualTo(NfsStatus.XDEV);
        assertThat(client.status(icon, save, others, link)).isEqualTo(NfsStatus.XDEV);
        assertThat(client.status(icon, save, top, link)).isEqualTo(NfsStatus.XDEV);
        assertThat(client.status(file(), save, directory, link)).isEqualTo(NfsStatus.XDEV);
        assertThat(client.status(icon, save, directory, link)).isEqualTo(NfsStatus.NOTSUPP);

        assertThat(client.status(directory, save, rename)).isEqualTo(NfsStatus.OK);
        assertThat(client.status(directory, new RemoveArgs(Opaque.utf8("moved"))))
                .isEqualTo(NfsStatus.OK);
        assertThat(hasAttributes(file())).isFalse();
    }

    @Test
    void openNamedAttributeOutlivesItsObject() {
        OpenArgs creation = creation();
        FileHandle icon = handle(new PutFhArgs(directory()), creation);
        client.call(client.put("/a"), new RemoveArgs(Opaque.utf8("f")));

        PutFhArgs open = new PutFhArgs(icon);
        assertThat(client.status(open)).isEqualTo(NfsStatus.OK);
        server.opens.release(client.clientId());
        assertThat(client.status(open)).isEqualTo(NfsStatus.STALE);
    }
}
