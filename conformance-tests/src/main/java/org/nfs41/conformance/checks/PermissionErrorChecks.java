package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SetTime;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.AccessFlags;
import org.nfs41.xdr.op.AccessResOk;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.List;

/** Who may do what: permissions, ownership, read-only and other file systems. */
final class PermissionErrorChecks {
    private static final int ALL_ACCESS = 0x3f;

    @Check(
            id = "ERR-020",
            rule = "A directory that is closed to a user is closed to every operation",
            sends =
                    "As another user, in a directory of mode 0700: LOOKUP, READDIR, CREATE, OPEN,"
                            + " OPEN that creates, REMOVE, SECINFO, LINK, RENAME from it and to it;"
                            + " LOOKUPP; ACCESS",
            accepts =
                    "NFS4ERR_ACCESS (from LOOKUPP NFS4_OK, too); NFS4_OK from ACCESS, which grants"
                            + " nothing",
            sections = {"15.1.6.1", "18.1.3", "6.2.4"},
            needs = {Need.FILES, Need.USERS},
            bugs = "B-190")
    void closedDirectory(CheckContext cx) {
        NfsSession owner = cx.session();
        FileHandle closed = directory(cx, "closed", 0700);
        FileHandle open = directory(cx, "open", 0777);
        owner.require(Ops.putFh(closed), Ops.makeDirectory("inside", 0777));
        FileHandle file = cx.file("file");
        owner.require(Ops.putFh(open), Ops.makeDirectory("outside", 0777));
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        ArgOp here = Ops.putFh(closed);
        for (ArgOp op :
                List.of(
                        Ops.lookup("inside"),
                        Ops.readDir(0, 0),
                        Ops.makeDirectory("new", 0755),
                        Ops.open("file", "owner", OpenShare.ACCESS_READ),
                        Ops.create("new", "owner"),
                        Ops.remove("inside"),
                        new SecInfoArgs(Opaque.utf8("inside")))) {
            assertThatReply(other.compound(here, op))
                    .because(op.op() + " in a directory of mode 0700")
                    .endsAt(2, NfsStatus.ACCESS);
        }
        ArgOp link = new LinkArgs(Opaque.utf8("new"));
        assertThatReply(other.compound(Ops.putFh(file), Ops.saveFh(), here, link))
                .endsAt(4, NfsStatus.ACCESS);
        ArgOp away = Ops.putFh(open);
        assertThatReply(other.compound(here, Ops.saveFh(), away, rename("inside", "new")))
                .endsAt(4, NfsStatus.ACCESS);
        assertThatReply(other.compound(away, Ops.saveFh(), here, rename("outside", "new")))
                .endsAt(4, NfsStatus.ACCESS);
        assertThatReply(other.compound(here, new LookupPArgs()))
                .endsAt(2, NfsStatus.ACCESS, NfsStatus.OK);
        requireNoAccess(other, closed);
    }

    @Check(
            id = "ERR-021",
            rule = "A file that is closed to a user is closed to every operation",
            sends =
                    "As another user, on a file of mode 0600: OPEN for reading, for writing and for"
                            + " both, READ, WRITE and SETATTR of the size with the anonymous state"
                            + " id; ACCESS",
            accepts = "NFS4ERR_ACCESS (NFS4ERR_PERM from SETATTR, too); ACCESS grants nothing",
            sections = {"15.1.6.1", "18.1.3", "18.22.3", "18.32.3", "6.2.4"},
            needs = {Need.FILES, Need.USERS},
            bugs = "B-190")
    void closedFile(CheckContext cx) {
        FileHandle file = cx.file("file", new byte[] {1, 2, 3});
        cx.session().require(Ops.putFh(file), setMode(0600));
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        for (ArgOp op :
                List.of(
                        FileUser.open("owner", OpenShare.ACCESS_READ, OpenShare.DENY_NONE),
                        FileUser.open("owner", OpenShare.ACCESS_WRITE, OpenShare.DENY_NONE),
                        FileUser.open("owner", OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE),
                        Ops.read(StateId.ANONYMOUS, 0, 1),
                        Ops.write(StateId.ANONYMOUS, 0, (byte) 1))) {
            assertThatReply(other.compound(Ops.putFh(file), op))
                    .because(op.op() + " of a file of mode 0600")
                    .endsAt(2, NfsStatus.ACCESS);
        }
        ArgOp resize = new SetAttrArgs(StateId.ANONYMOUS, Ops.size(0));
        assertThatReply(other.compound(Ops.putFh(file), resize))
                .endsAt(2, NfsStatus.ACCESS, NfsStatus.PERM);
        requireNoAccess(other, file);
    }

    @Check(
            id = "STATE-050",
            rule = "Another user of the same client does not get by permissions with a state id",
            sends =
                    "OPEN of a file of mode 0600 by its owner; READ, WRITE and SETATTR of the size"
                            + " with that state id by another user on the same session; READ by the"
                            + " owner",
            accepts = "NFS4ERR_ACCESS (NFS4ERR_PERM from SETATTR, too); NFS4_OK for the owner",
            requirements = "18.16.4-R14",
            sections = {"18.22.3", "18.32.3", "15.1.6.1"},
            needs = {Need.FILES, Need.USERS},
            bugs = "B-190")
    void stateIdOfAnotherUser(CheckContext cx) {
        FileHandle file = cx.file("file", new byte[] {1, 2, 3});
        NfsSession session = cx.session();
        session.require(Ops.putFh(file), setMode(0600));
        FileUser user = FileUser.of(session, file);
        NfsConnection connection = session.client().connection();
        for (ArgOp op :
                List.of(
                        Ops.read(user.open(), 0, 3),
                        Ops.write(user.open(), 0, (byte) 9),
                        new SetAttrArgs(user.open(), Ops.size(0)))) {
            Reply reply =
                    connection
                            .send(
                                    session.request(
                                            session.slot(0).next(false), Ops.putFh(file), op),
                                    cx.secondUser())
                            .await();
            session.slot(0).advance();
            NfsStatus also = op instanceof SetAttrArgs ? NfsStatus.PERM : NfsStatus.ACCESS;
            assertThatReply(reply)
                    .because(op.op() + " by another user than the one who opened")
                    .endsAt(2, NfsStatus.ACCESS, also);
        }
        assertThatReply(user.call(Ops.read(user.open(), 0, 3))).isOk();
    }

    @Check(
            id = "ERR-022",
            rule = "Only the owner changes what belongs to the owner",
            sends =
                    "As another user: SETATTR of the mode and the times of a file of mode 0666,"
                            + " CREATE of a device, CREATE and OPEN of an object of a third user;"
                            + " SETATTR that gives an own file away",
            accepts =
                    "NFS4ERR_PERM or NFS4ERR_ACCESS; from CREATE of a device NFS4ERR_BADTYPE, too;"
                            + " NFS4_OK for giving away unless chown_restricted says no",
            sections = {"15.1.6.2", "18.30.4", "5.8.2.6"},
            needs = {Need.FILES, Need.USERS})
    void onlyTheOwner(CheckContext cx) {
        FileHandle file = cx.file("file");
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        SetTime past = new SetTime.ClientTime(new NfsTime(1_000_000, 0));
        FileAttributes modified =
                AttributeSet.EMPTY.with(AttributeType.TIME_MODIFY_SET, past).toFileAttributes();
        for (ArgOp op : List.of(setMode(0600), new SetAttrArgs(StateId.ANONYMOUS, modified))) {
            assertThatReply(other.compound(Ops.putFh(file), op))
                    .because("the file of another user")
                    .endsAt(2, NfsStatus.PERM, NfsStatus.ACCESS);
        }
        ArgOp here = Ops.putFh(cx.directory());
        CreateType device = new CreateType.Device(FileType.NF4CHR, new SpecData(1, 3));
        assertThatReply(
                        other.compound(
                                here,
                                new CreateArgs(device, Opaque.utf8("device"), Ops.mode(0666))))
                .endsAt(2, NfsStatus.PERM, NfsStatus.ACCESS, NfsStatus.BADTYPE);
        if (!chownIsRestricted(cx)) {
            cx.note("chown_restricted is not true");
            return;
        }
        FileAttributes third =
                AttributeSet.EMPTY
                        .with(AttributeType.OWNER, Opaque.utf8("54321"))
                        .toFileAttributes();
        OpenFlag how = new OpenFlag.Create(new CreateHow.Guarded(third));
        CreateType directory = new CreateType.Plain(FileType.NF4DIR);
        other.require(here, Ops.makeDirectory("own", 0755));
        for (ArgOp[] ops :
                new ArgOp[][] {
                    {here, new CreateArgs(directory, Opaque.utf8("d"), third)},
                    {here, Ops.open("f", "owner", OpenShare.ACCESS_READ, how)},
                    {here, Ops.lookup("own"), new SetAttrArgs(StateId.ANONYMOUS, third)}
                }) {
            Reply reply = other.compound(ops);
            assertThatReply(reply)
                    .because("chown_restricted is true")
                    .endsAt(
                            ops.length,
                            NfsStatus.PERM,
                            NfsStatus.ACCESS,
                            NfsStatus.BADOWNER,
                            NfsStatus.OK);
            if (reply.isOk()) {
                requireOwnNames(cx, third);
            }
        }
    }

    /** Giving away is refused; of creations the RFC does not say so. */
    private static void requireOwnNames(CheckContext cx, FileAttributes third) {
        for (String name : List.of("d", "f", "own")) {
            Reply reply =
                    cx.session()
                            .compound(
                                    Ops.putFh(cx.directory()),
                                    Ops.lookup(name),
                                    Ops.getAttr(Attribute.OWNER));
            boolean given =
                    reply.isOk() && reply.result(GetAttrResOk.class).objAttributes().equals(third);
            if (given && name.equals("own")) {
                throw new CheckFailure(
                        "owner of what was given away, with chown_restricted",
                        "the one who made it",
                        "the one whom he named");
            } else if (given) {
                cx.warn("a user makes what belongs to another one, with chown_restricted");
            }
        }
        cx.note("an owner that may not be set is accepted in silence");
    }

    private static boolean chownIsRestricted(CheckContext cx) {
        GetAttrResOk got =
                cx.session()
                        .require(Ops.putFh(cx.directory()), Ops.getAttr(Attribute.CHOWN_RESTRICTED))
                        .result(GetAttrResOk.class);
        return got.objAttributes().mask().contains(Attribute.CHOWN_RESTRICTED)
                && got.objAttributes().values().intAt(0) != 0;
    }

    @Check(
            id = "ERR-023",
            rule = "RENAME and LINK stay within a file system, and one that is read-only so stays",
            sends =
                    "LINK and RENAME from the export to the root of the server, which is another"
                            + " file system, and RENAME back; CREATE, OPEN that creates, REMOVE,"
                            + " RENAME and SETATTR of the mode in that root",
            accepts =
                    "NFS4ERR_XDEV, or NFS4ERR_ROFS, NFS4ERR_ACCESS or NFS4ERR_PERM if the root is"
                            + " read-only; the latter three, and NFS4ERR_NOENT from"
                            + " REMOVE and RENAME",
            requirements = {"18.26.3-R01", "18.26.4-R05"},
            sections = {"15.1.4.11", "15.1.4.12", "18.9.3"},
            needs = Need.FILES)
    void anotherFileSystem(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp root = Ops.putRootFh();
        ArgOp here = Ops.putFh(cx.directory());
        if (fsid(session, root).equals(fsid(session, here))) {
            throw cx.unsupported("the root of the server and the export are one file system");
        }
        String name = "nfs41-check-other-file-system";
        FileHandle file = cx.file("file");
        ArgOp[][] across = {
            {Ops.putFh(file), Ops.saveFh(), root, new LinkArgs(Opaque.utf8(name))},
            {here, Ops.saveFh(), root, rename("file", name)},
        };
        for (ArgOp[] ops : across) {
            isForbidden(session.compound(ops), ops.length, NfsStatus.XDEV);
        }
        assertThatReply(session.compound(root, Ops.saveFh(), here, rename(name, "new")))
                .endsAt(
                        4,
                        NfsStatus.XDEV,
                        NfsStatus.ROFS,
                        NfsStatus.ACCESS,
                        NfsStatus.PERM,
                        NfsStatus.NOENT);
        Reply made = session.compound(root, Ops.makeDirectory(name, 0755));
        if (made.isOk()) {
            session.require(root, Ops.remove(name));
            cx.note("the root of the server is writable");
            return;
        }
        isForbidden(made, 2, NfsStatus.ROFS);
        isForbidden(session.compound(root, Ops.create(name, "owner")), 2, NfsStatus.ROFS);
        isForbidden(session.compound(root, Ops.remove(name)), 2, NfsStatus.NOENT);
        isForbidden(session.compound(root, setMode(0755)), 2, NfsStatus.ROFS);
        Reply renamed = session.compound(root, Ops.saveFh(), rename(name, "new"));
        isForbidden(renamed, 3, NfsStatus.NOENT);
    }

    private static void isForbidden(Reply reply, int at, NfsStatus also) {
        assertThatReply(reply).endsAt(at, NfsStatus.ROFS, NfsStatus.ACCESS, NfsStatus.PERM, also);
    }

    private static Opaque fsid(NfsSession session, ArgOp where) {
        return session.require(where, Ops.getAttr(Attribute.FSID))
                .result(GetAttrResOk.class)
                .objAttributes()
                .values();
    }

    private static void requireNoAccess(NfsSession session, FileHandle object) {
        int granted =
                session.require(Ops.putFh(object), new AccessArgs(ALL_ACCESS))
                        .result(AccessResOk.class)
                        .access();
        // deleting is decided by the directory above
        int mattering = granted & ~AccessFlags.DELETE;
        if (mattering != 0) {
            throw new CheckFailure(
                    "access that ACCESS grants", "none", "0x" + Integer.toHexString(granted));
        }
    }

    private static FileHandle directory(CheckContext cx, String name, int mode) {
        return cx.session()
                .require(
                        Ops.putFh(cx.directory()),
                        Ops.makeDirectory(name, mode),
                        setMode(mode),
                        Ops.getFh())
                .result(GetFhResOk.class)
                .object();
    }

    private static SetAttrArgs setMode(int mode) {
        return new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(mode));
    }

    private static RenameArgs rename(String from, String to) {
        return new RenameArgs(Opaque.utf8(from), Opaque.utf8(to));
    }
}
