package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SecInfoNoNameArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Errors that objects of the wrong type and unusable names get (RFC 8881 sections 15.1.2, 15.1.7).
 */
final class FileErrorChecks {
    private static final int TOO_LONG = 1500;

    @Check(
            id = "ERR-010",
            rule = "What works on the data of regular files says what it found instead",
            sends =
                    "READ, WRITE, COMMIT, LOCK, LOCKT, and OPEN by name and by filehandle, of a"
                            + " directory, a symbolic link and a FIFO",
            accepts =
                    "NFS4ERR_ISDIR; NFS4ERR_SYMLINK or NFS4ERR_WRONG_TYPE; NFS4ERR_WRONG_TYPE; or,"
                            + " if the operation may answer so, NFS4ERR_INVAL for the latter two",
            sections = {"15.1.2.3", "15.1.2.8", "15.1.2.9", "18.16.3", "18.22.4"},
            needs = Need.FILES)
    void dataOfOtherObjects(CheckContext cx) {
        Objects objects = new Objects(cx);
        StateId open = FileUser.of(cx.session(), objects.file).open();
        List<ArgOp> ops =
                List.of(
                        Ops.read(StateId.ANONYMOUS, 0, 1),
                        Ops.write(StateId.ANONYMOUS, 0, (byte) 1),
                        new CommitArgs(0, 0),
                        Ops.lock(open, "owner", LockType.READ_LT, 0, 1),
                        Ops.lockTest("owner", LockType.READ_LT, 0, 1),
                        FileUser.open("owner", OpenShare.ACCESS_READ, OpenShare.DENY_NONE));
        for (ArgOp op : ops) {
            assertThatReply(objects.call(objects.directory, op))
                    .because(op.op() + " of a directory")
                    .endsAt(2, NfsStatus.ISDIR);
            assertThatReply(objects.call(objects.link, op))
                    .because(op.op() + " of a symbolic link")
                    .endsAt(2, NfsStatus.SYMLINK, NfsStatus.WRONG_TYPE, NfsStatus.INVAL);
            assertThatReply(objects.call(objects.fifo, op))
                    .because(op.op() + " of a FIFO")
                    .endsAt(2, NfsStatus.WRONG_TYPE, NfsStatus.INVAL);
        }
        assertThatReply(objects.call(cx.directory(), openByName("directory")))
                .endsAt(2, NfsStatus.ISDIR);
        assertThatReply(objects.call(cx.directory(), openByName("link")))
                .endsAt(2, NfsStatus.SYMLINK);
        assertThatReply(objects.call(cx.directory(), openByName("fifo")))
                .endsAt(2, NfsStatus.WRONG_TYPE, NfsStatus.INVAL);
    }

    private static OpenArgs openByName(String name) {
        return Ops.open(name, "owner", OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG);
    }

    @Check(
            id = "ERR-011",
            rule = "What works on the entries of a directory finds out that there is none",
            sends =
                    "LOOKUP, LOOKUPP, READDIR, CREATE, OPEN, REMOVE, SECINFO, SECINFO_NO_NAME of"
                            + " the parent, LINK and RENAME to and from, in a regular file, a"
                            + " symbolic link and a FIFO",
            accepts = "NFS4ERR_NOTDIR; in a link NFS4ERR_SYMLINK, too",
            sections = {"15.1.2.6", "15.1.2.8", "18.13.4", "18.26.4"},
            needs = Need.FILES)
    void entriesOfOtherObjects(CheckContext cx) {
        Objects objects = new Objects(cx);
        List<ArgOp> ops =
                List.of(
                        Ops.lookup("name"),
                        new LookupPArgs(),
                        Ops.readDir(0, 0),
                        Ops.makeDirectory("name", 0755),
                        Ops.create("name", "owner"),
                        Ops.remove("name"),
                        new SecInfoArgs(Opaque.utf8("name")),
                        new SecInfoNoNameArgs(SecInfoStyle.PARENT));
        for (FileHandle other : List.of(objects.file, objects.link, objects.fifo)) {
            for (ArgOp op : ops) {
                isNotDirectory(objects, objects.call(other, op), other, op.op());
            }
            RenameArgs rename = rename(Opaque.utf8("there"), Opaque.utf8("name"));
            Reply into = objects.call(cx.directory(), Ops.saveFh(), Ops.putFh(other), rename);
            isNotDirectory(objects, into, other, Operation.RENAME);
            Reply from = objects.call(other, Ops.saveFh(), Ops.putFh(cx.directory()), rename);
            isNotDirectory(objects, from, other, Operation.RENAME);
            LinkArgs link = new LinkArgs(Opaque.utf8("name"));
            Reply linked = objects.call(objects.file, Ops.saveFh(), Ops.putFh(other), link);
            isNotDirectory(objects, linked, other, Operation.LINK);
        }
    }

    private static void isNotDirectory(
            Objects objects, Reply reply, FileHandle where, Operation operation) {
        if (operation.equals(Operation.SECINFO_NO_NAME)
                && reply.status().equals(NfsStatus.NOTSUPP)) {
            return;
        }
        NfsStatus[] expected =
                where.equals(objects.link)
                        ? new NfsStatus[] {NfsStatus.NOTDIR, NfsStatus.SYMLINK}
                        : new NfsStatus[] {NfsStatus.NOTDIR};
        assertThatReply(reply)
                .because(operation + " where there is no directory")
                .endsAt(reply.results().size() - 1, expected);
    }

    @Check(
            id = "ERR-012",
            rule = "READLINK, LINK and SETATTR of the size want the right type of object",
            sends =
                    "READLINK of a directory, a file and a FIFO; LINK of a directory; SETATTR of"
                            + " the size of a directory, a symbolic link and a FIFO",
            accepts =
                    "NFS4ERR_WRONG_TYPE or NFS4ERR_INVAL; NFS4ERR_ISDIR; NFS4ERR_INVAL,"
                            + " NFS4ERR_WRONG_TYPE or NFS4ERR_BAD_STATEID",
            sections = {"15.1.2.9", "18.9.3", "18.24.3", "18.30.4"},
            needs = Need.FILES)
    void otherTypes(CheckContext cx) {
        Objects objects = new Objects(cx);
        for (FileHandle other : List.of(objects.directory, objects.file, objects.fifo)) {
            assertThatReply(objects.call(other, new ReadLinkArgs()))
                    .endsAt(2, NfsStatus.WRONG_TYPE, NfsStatus.INVAL);
        }
        ArgOp link = new LinkArgs(Opaque.utf8("name"));
        assertThatReply(
                        objects.call(
                                objects.directory, Ops.saveFh(), Ops.putFh(cx.directory()), link))
                .endsAt(4, NfsStatus.ISDIR);
        ArgOp resize = new SetAttrArgs(StateId.ANONYMOUS, Ops.size(3));
        for (FileHandle other : List.of(objects.directory, objects.link, objects.fifo)) {
            assertThatReply(objects.call(other, resize))
                    .because("SETATTR of the size")
                    .endsAt(2, NfsStatus.INVAL, NfsStatus.WRONG_TYPE, NfsStatus.BAD_STATEID);
        }
    }

    @Check(
            id = "ERR-013",
            rule = "Whichever operation a name comes with, it is judged alike",
            sends =
                    "An empty name, . and .., a/b, a name of 1500 bytes and one that is not UTF-8,"
                        + " in LOOKUP, CREATE, OPEN, REMOVE, SECINFO, LINK and RENAME from and to",
            accepts =
                    "NFS4ERR_INVAL; NFS4ERR_BADNAME, NFS4ERR_BADCHAR or NFS4ERR_INVAL;"
                            + " NFS4ERR_NAMETOOLONG; NFS4ERR_INVAL or NFS4ERR_BADCHAR, unless the"
                            + " server takes such names; NFS4ERR_NOENT where a name is looked for,"
                            + " if it is not empty",
            sections = {"15.1.7", "15.1.7.1", "15.1.7.2", "15.1.7.3", "14.4"},
            needs = Need.FILES,
            bugs = "B-148")
    void badNamesEverywhere(CheckContext cx) {
        Objects objects = new Objects(cx);
        for (boolean existing : new boolean[] {false, true}) {
            for (String dots : List.of(".", "..")) {
                named(
                        objects,
                        Opaque.utf8(dots),
                        existing,
                        NfsStatus.BADNAME,
                        NfsStatus.BADCHAR,
                        NfsStatus.INVAL);
            }
            named(
                    objects,
                    Opaque.utf8("a/b"),
                    existing,
                    NfsStatus.BADCHAR,
                    NfsStatus.BADNAME,
                    NfsStatus.INVAL);
            named(objects, Opaque.utf8("l".repeat(TOO_LONG)), existing, NfsStatus.NAMETOOLONG);
            Opaque notUtf8 = Opaque.of(new byte[] {'a', (byte) 0xff});
            NfsStatus taken = existing ? NfsStatus.NOENT : NfsStatus.OK;
            named(objects, notUtf8, existing, NfsStatus.INVAL, NfsStatus.BADCHAR, taken);
            for (ArgOp[] ops : uses(objects, Opaque.EMPTY, existing)) {
                assertThatReply(objects.call(ops))
                        .because("the empty name")
                        .endsAt(ops.length, NfsStatus.INVAL);
            }
        }
    }

    private static void named(
            Objects objects, Opaque name, boolean existing, NfsStatus... expected) {
        NfsStatus[] statuses = expected;
        if (existing) {
            statuses = Arrays.copyOf(expected, expected.length + 1);
            statuses[expected.length] = NfsStatus.NOENT;
        }
        for (ArgOp[] ops : uses(objects, name, existing)) {
            Reply reply = objects.call(ops);
            assertThatReply(reply)
                    .because("a name of " + name.length() + " bytes")
                    .endsAt(ops.length, statuses);
            if (reply.isOk()) {
                objects.call(Ops.putFh(objects.cx.directory()), new RemoveArgs(name));
            }
        }
    }

    /** All operations that look for an entry of this name, or all that make one. */
    private static List<ArgOp[]> uses(Objects objects, Opaque name, boolean existing) {
        ArgOp directory = Ops.putFh(objects.cx.directory());
        if (existing) {
            return List.of(
                    new ArgOp[] {directory, new LookupArgs(name)},
                    new ArgOp[] {directory, new RemoveArgs(name)},
                    new ArgOp[] {directory, new SecInfoArgs(name)},
                    new ArgOp[] {directory, open(name, new OpenFlag.NoCreate())},
                    new ArgOp[] {directory, Ops.saveFh(), rename(name, Opaque.utf8("new"))});
        }
        FileAttributes mode = Ops.mode(0666);
        CreateType fifo = new CreateType.Plain(FileType.NF4FIFO);
        OpenFlag create = new OpenFlag.Create(new CreateHow.Guarded(mode));
        return List.of(
                new ArgOp[] {directory, new CreateArgs(fifo, name, mode)},
                new ArgOp[] {Ops.putFh(objects.fifo), Ops.saveFh(), directory, new LinkArgs(name)},
                new ArgOp[] {directory, open(name, create)},
                new ArgOp[] {directory, Ops.saveFh(), rename(objects.spare(), name)});
    }

    private static OpenArgs open(Opaque name, OpenFlag how) {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8("owner")),
                how,
                new OpenClaim.Null(name));
    }

    @Check(
            id = "ERR-014",
            rule = "RENAME, LINK, REMOVE and creations respect what is there",
            sends =
                    "RENAME of a missing name, of a file over a directory, of a directory over a"
                            + " file and over one that is not empty, of a directory into itself;"
                            + " REMOVE of a directory that is not empty; LINK, CREATE and a guarded"
                            + " OPEN of a name that exists; LOOKUP, REMOVE and SECINFO of one that"
                            + " does not",
            accepts =
                    "NFS4ERR_NOENT, NFS4ERR_EXIST twice (or NFS4ERR_NOTEMPTY), NFS4ERR_NOTEMPTY or"
                            + " NFS4ERR_EXIST, NFS4ERR_INVAL; NFS4ERR_NOTEMPTY; NFS4ERR_EXIST;"
                            + " NFS4ERR_NOENT",
            requirements = "18.26.3-R02",
            sections = {"15.1.4.3", "15.1.4.8", "15.1.4.10", "18.25.4"},
            needs = Need.FILES)
    void whatIsThere(CheckContext cx) {
        Objects objects = new Objects(cx);
        ArgOp directory = Ops.putFh(cx.directory());
        NfsSession session = cx.session();
        session.require(Ops.putFh(objects.directory), Ops.makeDirectory("inner", 0755));
        session.require(directory, Ops.makeDirectory("empty", 0755));
        NfsStatus exist = NfsStatus.EXIST;
        NfsStatus notEmpty = NfsStatus.NOTEMPTY;
        renames(objects, "missing", "new", NfsStatus.NOENT);
        renames(objects, "there", "empty", exist);
        renames(objects, "there", "directory", exist, notEmpty);
        renames(objects, "empty", "there", exist);
        renames(objects, "empty", "directory", exist, notEmpty);
        Reply itself =
                objects.call(
                        cx.directory(),
                        Ops.saveFh(),
                        Ops.putFh(objects.directory),
                        rename(Opaque.utf8("directory"), Opaque.utf8("loop")));
        assertThatReply(itself)
                .because("a directory would be in itself")
                .endsAt(4, NfsStatus.INVAL);
        assertThatReply(session.compound(directory, Ops.remove("directory"))).endsAt(2, notEmpty);
        ArgOp link = new LinkArgs(Opaque.utf8("empty"));
        assertThatReply(objects.call(objects.file, Ops.saveFh(), directory, link)).endsAt(4, exist);
        for (ArgOp op : List.of(Ops.makeDirectory("there", 0755), Ops.create("there", "owner"))) {
            assertThatReply(session.compound(directory, op)).endsAt(2, exist);
        }
        for (ArgOp op :
                List.of(
                        Ops.lookup("missing"),
                        Ops.remove("missing"),
                        openByName("missing"),
                        new SecInfoArgs(Opaque.utf8("missing")))) {
            assertThatReply(session.compound(directory, op)).endsAt(2, NfsStatus.NOENT);
        }
    }

    private static void renames(Objects objects, String from, String to, NfsStatus... expected) {
        Reply reply =
                objects.call(
                        objects.cx.directory(),
                        Ops.saveFh(),
                        rename(Opaque.utf8(from), Opaque.utf8(to)));
        assertThatReply(reply).because(from + " to " + to).endsAt(3, expected);
    }

    @Check(
            id = "ERR-015",
            rule = "Nothing is above the root",
            sends = "PUTROOTFH and LOOKUPP; PUTROOTFH and SECINFO_NO_NAME of the parent",
            accepts = "NFS4ERR_NOENT (NFS4ERR_NOTSUPP, too, from SECINFO_NO_NAME)",
            sections = {"18.14.3", "18.45.3"})
    void aboveTheRoot(CheckContext cx) {
        assertThatReply(cx.session().compound(Ops.putRootFh(), new LookupPArgs()))
                .endsAt(2, NfsStatus.NOENT);
        ArgOp parent = new SecInfoNoNameArgs(SecInfoStyle.PARENT);
        assertThatReply(cx.session().compound(Ops.putRootFh(), parent))
                .endsAt(2, NfsStatus.NOENT, NfsStatus.NOTSUPP);
    }

    private static RenameArgs rename(Opaque from, Opaque to) {
        return new RenameArgs(from, to);
    }

    /** An object of each kind in the check's directory: there, directory, link, fifo. */
    private static final class Objects {
        final CheckContext cx;
        final FileHandle file;
        final FileHandle directory;
        final FileHandle link;
        final FileHandle fifo;
        private int spares;

        Objects(CheckContext cx) {
            this.cx = cx;
            file = cx.file("there");
            directory = make("directory", new CreateType.Plain(FileType.NF4DIR));
            link = make("link", new CreateType.Link(Opaque.utf8("there")));
            fifo = make("fifo", new CreateType.Plain(FileType.NF4FIFO));
        }

        /** The name of one more file, which may be renamed. */
        Opaque spare() {
            String name = "spare-" + spares++;
            cx.file(name);
            return Opaque.utf8(name);
        }

        private FileHandle make(String name, CreateType type) {
            return cx.session()
                    .require(
                            Ops.putFh(cx.directory()),
                            new CreateArgs(type, Opaque.utf8(name), Ops.mode(0755)),
                            Ops.getFh())
                    .result(GetFhResOk.class)
                    .object();
        }

        Reply call(ArgOp... ops) {
            return cx.session().compound(ops);
        }

        Reply call(FileHandle on, ArgOp... ops) {
            List<ArgOp> all = new ArrayList<>();
            all.add(Ops.putFh(on));
            all.addAll(List.of(ops));
            return call(all.toArray(ArgOp[]::new));
        }
    }
}
