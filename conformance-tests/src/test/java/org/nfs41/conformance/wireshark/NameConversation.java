package org.nfs41.conformance.wireshark;

import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.SetTime;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.NVerifyArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.PutPubFhArgs;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SecInfoNoNameArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.VerifyArgs;

/** Filehandles, names and attributes: everything that needs no open file. */
final class NameConversation {
    private static final int ALL_RIGHTS = 0x3F;
    private static final int LISTING_BYTES = 32 << 10;
    private static final int ONE_ENTRY_BYTES = 700;

    private final Talk talk;

    NameConversation(Talk talk) {
        this.talk = talk;
    }

    void run() throws XdrException {
        handles();
        create();
        names();
        namedAttributes();
        security();
        Bitmap readable = readableAttributes();
        attributes(readable);
        list(readable);
    }

    private void handles() {
        talk.failsOutside(Ops.putRootFh());
        talk.failsOutside(new PutPubFhArgs());
        talk.session().require(new PutPubFhArgs(), Ops.getFh());
        talk.failsBare(NfsStatus.BADHANDLE, Ops.putFh(new FileHandle(Opaque.utf8("no such"))));
        talk.failsBare(NfsStatus.NOFILEHANDLE, Ops.getFh());
        talk.failsBare(NfsStatus.NOFILEHANDLE, Ops.saveFh());
        talk.failsBare(NfsStatus.NOFILEHANDLE, Ops.restoreFh());
        talk.ok(Ops.saveFh(), new LookupPArgs(), Ops.restoreFh());
        talk.failsBare(NfsStatus.NOENT, Ops.putRootFh(), new LookupPArgs());
    }

    private void create() {
        talk.ok(make(new CreateType.Plain(FileType.NF4DIR), "directory"));
        talk.ok(make(new CreateType.Plain(FileType.NF4FIFO), "fifo"));
        talk.ok(make(new CreateType.Plain(FileType.NF4SOCK), "socket"));
        talk.ok(make(new CreateType.Device(FileType.NF4BLK, new SpecData(8, 1)), "block"));
        talk.ok(make(new CreateType.Device(FileType.NF4CHR, new SpecData(1, 3)), "character"));
        talk.ok(make(new CreateType.Link(Opaque.utf8("directory")), "symlink"));
        talk.fails(NfsStatus.EXIST, make(new CreateType.Plain(FileType.NF4DIR), "directory"));
    }

    private void names() {
        talk.ok(Ops.lookup("symlink"), new ReadLinkArgs());
        talk.fails(NfsStatus.WRONG_TYPE, Ops.lookup("fifo"), new ReadLinkArgs());
        talk.fails(NfsStatus.NOENT, Ops.lookup("nobody"));
        talk.ok(Ops.lookup("fifo"), Ops.saveFh(), talk.back(), link("fifo-too"));
        talk.fails(NfsStatus.EXIST, Ops.lookup("fifo"), Ops.saveFh(), talk.back(), link("fifo"));
        talk.ok(Ops.saveFh(), rename("fifo-too", "fifo-anew"));
        talk.fails(NfsStatus.NOENT, Ops.saveFh(), rename("fifo-too", "fifo-anew"));
        talk.ok(Ops.remove("fifo-anew"));
        talk.fails(NfsStatus.NOENT, Ops.remove("fifo-anew"));
        talk.ok(new AccessArgs(ALL_RIGHTS));
        talk.failsBare(NfsStatus.NOFILEHANDLE, new AccessArgs(ALL_RIGHTS));
    }

    private void namedAttributes() {
        talk.fails(NfsStatus.NOENT, Ops.lookup("directory"), new OpenAttrArgs(false));
        talk.ok(Ops.lookup("directory"), new OpenAttrArgs(true), Ops.create("icon", "owner"));
        talk.ok(
                Ops.lookup("directory"),
                new OpenAttrArgs(false),
                Ops.getAttr(Attribute.TYPE),
                Ops.readDir(0, 0, Attribute.TYPE, Attribute.NAMED_ATTR),
                Ops.remove("icon"));
        talk.fails(
                NfsStatus.WRONG_TYPE,
                Ops.lookup("directory"),
                new OpenAttrArgs(true),
                new OpenAttrArgs(true));
    }

    private void security() {
        talk.ok(new SecInfoArgs(Opaque.utf8("directory")));
        talk.fails(NfsStatus.NOENT, new SecInfoArgs(Opaque.utf8("nobody")));
        talk.ok(new SecInfoNoNameArgs(SecInfoStyle.CURRENT_FH));
        talk.ok(new SecInfoNoNameArgs(SecInfoStyle.PARENT));
        talk.failsBare(
                NfsStatus.NOENT, Ops.putRootFh(), new SecInfoNoNameArgs(SecInfoStyle.PARENT));
    }

    /** What the server says it supports and lets be read. */
    private Bitmap readableAttributes() throws XdrException {
        Bitmap supported = got(Attribute.SUPPORTED_ATTRS).require(AttributeType.SUPPORTED_ATTRS);
        return supported.without(Attribute.TIME_ACCESS_SET).without(Attribute.TIME_MODIFY_SET);
    }

    private void attributes(Bitmap readable) throws XdrException {
        talk.ok(new GetAttrArgs(readable));
        talk.ok(Ops.lookup("character"), new GetAttrArgs(readable));
        talk.fails(NfsStatus.INVAL, Ops.getAttr(Attribute.TIME_ACCESS_SET));
        FileAttributes same =
                got(Attribute.TYPE, Attribute.MODE, Attribute.OWNER).toFileAttributes();
        talk.ok(new VerifyArgs(same));
        talk.fails(NfsStatus.SAME, new NVerifyArgs(same));
        talk.ok(new NVerifyArgs(Ops.mode(0)));
        talk.fails(NfsStatus.NOT_SAME, new VerifyArgs(Ops.mode(0)));
        AttributeSet changes =
                AttributeSet.EMPTY
                        .with(AttributeType.MODE, 0640)
                        .with(AttributeType.OWNER, Opaque.utf8("1000"))
                        .with(AttributeType.OWNER_GROUP, Opaque.utf8("1001"))
                        .with(AttributeType.TIME_ACCESS_SET, new SetTime.ServerTime())
                        .with(
                                AttributeType.TIME_MODIFY_SET,
                                new SetTime.ClientTime(new NfsTime(1_000_000_000, 5)));
        talk.ok(Ops.lookup("fifo"), setAttr(changes));
        talk.fails(
                NfsStatus.INVAL,
                Ops.lookup("directory"),
                setAttr(AttributeSet.EMPTY.with(AttributeType.MODE, 1 << 16)));
        talk.fails(
                NfsStatus.INVAL,
                Ops.lookup("directory"),
                new SetAttrArgs(StateId.ANONYMOUS, Ops.size(1)));
    }

    private void list(Bitmap readable) {
        talk.ok(Ops.readDir(0, 0));
        talk.ok(new ReadDirArgs(0, 0, LISTING_BYTES, LISTING_BYTES, readable));
        talk.ok(new ReadDirArgs(0, 0, 0, ONE_ENTRY_BYTES, readable));
        talk.fails(NfsStatus.NOTDIR, Ops.lookup("fifo"), Ops.readDir(0, 0));
    }

    private AttributeSet got(int... attributes) throws XdrException {
        GetAttrResOk result = talk.ok(Ops.getAttr(attributes)).result(GetAttrResOk.class);
        return AttributeSet.decode(result.objAttributes());
    }

    private static SetAttrArgs setAttr(AttributeSet changes) {
        return new SetAttrArgs(StateId.ANONYMOUS, changes.toFileAttributes());
    }

    private static CreateArgs make(CreateType type, String name) {
        return new CreateArgs(type, Opaque.utf8(name), Ops.mode(0755));
    }

    private static ArgOp link(String name) {
        return new LinkArgs(Opaque.utf8(name));
    }

    private static ArgOp rename(String from, String to) {
        return new RenameArgs(Opaque.utf8(from), Opaque.utf8(to));
    }
}
