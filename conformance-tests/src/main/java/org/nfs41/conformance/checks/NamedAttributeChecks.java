package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.List;

/** Named attributes and OPENATTR, where a server has them. */
final class NamedAttributeChecks {
    private static final String NAME = "icon";
    private static final byte[] VALUE = {1, 2, 3, 4, 5};
    private static final int[] REQUIRED = {
        Attribute.SUPPORTED_ATTRS,
        Attribute.TYPE,
        Attribute.FH_EXPIRE_TYPE,
        Attribute.CHANGE,
        Attribute.SIZE,
        Attribute.LINK_SUPPORT,
        Attribute.SYMLINK_SUPPORT,
        Attribute.NAMED_ATTR,
        Attribute.FSID,
        Attribute.UNIQUE_HANDLES,
        Attribute.LEASE_TIME,
        Attribute.RDATTR_ERROR,
        Attribute.FILEHANDLE,
        Attribute.SUPPATTR_EXCLCREAT
    };

    /** An object, its named attribute directory, and a named attribute in that. */
    private record Family(FileHandle object, FileHandle directory, FileHandle attribute) {}

    /** The named attribute directory of an object, made if need be. */
    private static FileHandle directoryOf(CheckContext cx, FileHandle object) {
        Reply reply = cx.session().compound(Ops.putFh(object), new OpenAttrArgs(true), Ops.getFh());
        if (reply.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("named attributes are not supported");
        }
        assertThatReply(reply).isOk();
        return reply.result(GetFhResOk.class).object();
    }

    /** A new file that has a named attribute with a value. */
    private static Family family(CheckContext cx, String file) {
        FileHandle object = cx.file(file, (byte) 'x');
        FileHandle directory = directoryOf(cx, object);
        return new Family(object, directory, add(cx.session(), directory, NAME));
    }

    private static FileHandle add(NfsSession session, FileHandle directory, String name) {
        Reply made = session.require(Ops.putFh(directory), Ops.create(name, "owner"), Ops.getFh());
        FileHandle attribute = made.result(GetFhResOk.class).object();
        StateId open = made.result(OpenResOk.class).stateId();
        session.require(Ops.putFh(attribute), Ops.write(open, 0, VALUE), Ops.close(open));
        return attribute;
    }

    private static AttributeSet attributes(NfsSession session, FileHandle object, int... numbers) {
        Reply reply = session.require(Ops.putFh(object), Ops.getAttr(numbers));
        try {
            return AttributeSet.decode(reply.result(GetAttrResOk.class).objAttributes());
        } catch (XdrException e) {
            throw new CheckFailure("GETATTR", "attributes that decode", String.valueOf(e));
        }
    }

    private static void requireNamedAttr(
            NfsSession session, String what, FileHandle object, boolean expected) {
        boolean actual =
                attributes(session, object, Attribute.NAMED_ATTR).require(AttributeType.NAMED_ATTR);
        if (actual != expected) {
            throw new CheckFailure(
                    "named_attr of " + what, String.valueOf(expected), String.valueOf(actual));
        }
    }

    private static void requireType(
            NfsSession session, String what, FileHandle object, FileType expected) {
        FileType actual = attributes(session, object, Attribute.TYPE).require(AttributeType.TYPE);
        if (!actual.equals(expected)) {
            throw new CheckFailure("type of " + what, expected.toString(), actual.toString());
        }
    }

    @Check(
            id = "NAMED-101",
            rule = "OPENATTR without createdir finds named attributes only where there are some",
            sends =
                    "OPENATTR of a new file without createdir, with it, and without it again when"
                            + " there is a named attribute; GETATTR of named_attr before and after",
            accepts =
                    "NFS4ERR_NOENT and FALSE first; NFS4_OK with the same filehandle each time, and"
                            + " TRUE, when there is one",
            sections = {"18.17.3", "5.8.1.8"},
            needs = Need.FILES)
    void openAttrFindsWhatIsThere(CheckContext cx) {
        FileHandle file = cx.file("f");
        NfsSession session = cx.session();
        ArgOp find = new OpenAttrArgs(false);
        Reply none = session.compound(Ops.putFh(file), find);
        if (none.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("named attributes are not supported");
        }
        assertThatReply(none).because("there is none").endsAt(2, NfsStatus.NOENT);
        requireNamedAttr(session, "a file without named attributes", file, false);
        FileHandle directory = directoryOf(cx, file);
        add(session, directory, NAME);
        Reply found = session.require(Ops.putFh(file), find, Ops.getFh());
        FileHandle again = found.result(GetFhResOk.class).object();
        if (!again.equals(directory) || !directoryOf(cx, file).equals(directory)) {
            throw new CheckFailure("OPENATTR again", "the same filehandle", "another one");
        }
        requireNamedAttr(session, "a file with a named attribute", file, true);
    }

    @Check(
            id = "NAMED-102",
            rule =
                    "Named attributes are files of their own type in a directory of its own type,"
                            + " found by name and by listing",
            sends =
                    "OPENATTR, OPEN, WRITE and CLOSE of a named attribute; then LOOKUP, READ,"
                            + " READDIR, and GETATTR of type",
            accepts =
                    "NF4ATTRDIR and NF4NAMEDATTR, what was written, and the name in the listing of"
                            + " that directory but not of the file's",
            sections = {"5.3", "18.17.3"},
            needs = Need.FILES)
    void namedAttributesAreFiles(CheckContext cx) {
        Family family = family(cx, "f");
        NfsSession session = cx.session();
        requireType(session, "the directory", family.directory(), FileType.NF4ATTRDIR);
        requireType(session, "the named attribute", family.attribute(), FileType.NF4NAMEDATTR);
        Reply read =
                session.require(
                        Ops.putFh(family.object()),
                        new OpenAttrArgs(false),
                        Ops.lookup(NAME),
                        Ops.read(StateId.ANONYMOUS, 0, 100));
        if (!read.result(ReadResOk.class).data().equals(Opaque.of(VALUE))) {
            throw new CheckFailure("READ of the named attribute", "what was written", "other data");
        }
        requireListed(session, family.directory(), true);
        requireListed(session, cx.directory(), false);
    }

    private static void requireListed(NfsSession session, FileHandle directory, boolean expected) {
        ReadDirResOk list =
                session.require(Ops.putFh(directory), Ops.readDir(0, 0)).result(ReadDirResOk.class);
        List<String> names = list.entries().stream().map(DirEntry::name).map(Opaque::utf8).toList();
        if (names.contains(NAME) != expected) {
            throw new CheckFailure(
                    "READDIR of " + (expected ? "the named attributes" : "the file's directory"),
                    (expected ? "with " : "without ") + NAME,
                    names.toString());
        }
    }

    @Check(
            id = "NAMED-103",
            rule = "Named attributes and their directories have no named attributes",
            sends = "OPENATTR, with and without createdir, of a named attribute and its directory",
            accepts = "NFS4ERR_WRONG_TYPE, and named_attr is FALSE for both",
            requirements = {"5.3-R03", "18.17.3-R01"},
            needs = Need.FILES)
    void namedAttributesDoNotNest(CheckContext cx) {
        Family family = family(cx, "f");
        for (FileHandle object : List.of(family.directory(), family.attribute())) {
            for (boolean create : new boolean[] {false, true}) {
                assertThatReply(cx.session().compound(Ops.putFh(object), new OpenAttrArgs(create)))
                        .endsAt(2, NfsStatus.WRONG_TYPE);
            }
            requireNamedAttr(cx.session(), "a named attribute or its directory", object, false);
        }
    }

    @Check(
            id = "NAMED-104",
            rule = "CREATE makes nothing among named attributes",
            sends = "CREATE of a directory, a symbolic link and a FIFO in an NF4ATTRDIR",
            accepts = "NFS4ERR_WRONG_TYPE, and nothing is there afterwards",
            sections = {"5.3", "18.4.3"},
            needs = Need.FILES)
    void createIsNotForNamedAttributes(CheckContext cx) {
        FileHandle directory = directoryOf(cx, cx.file("f"));
        List<CreateType> types =
                List.of(
                        new CreateType.Plain(FileType.NF4DIR),
                        new CreateType.Link(Opaque.utf8("target")),
                        new CreateType.Device(FileType.NF4CHR, new SpecData(1, 3)),
                        new CreateType.Plain(FileType.NF4FIFO));
        for (CreateType type : types) {
            CreateArgs create = new CreateArgs(type, Opaque.utf8(NAME), Ops.mode(0755));
            assertThatReply(cx.session().compound(Ops.putFh(directory), create))
                    .because(type.toString())
                    .endsAt(2, NfsStatus.WRONG_TYPE);
            assertThatReply(cx.session().compound(Ops.putFh(directory), Ops.lookup(NAME)))
                    .endsAt(2, NfsStatus.NOENT);
        }
    }

    @Check(
            id = "NAMED-105",
            rule = "RENAME takes no named attribute to or from another directory",
            sends =
                    "RENAME of a named attribute to another object's and to an ordinary directory,"
                            + " and of a file into an NF4ATTRDIR",
            accepts = "NFS4ERR_XDEV; within its directory NFS4_OK",
            sections = {"5.3", "18.26.3"},
            needs = Need.FILES)
    void renameStaysInTheDirectory(CheckContext cx) {
        Family family = family(cx, "f");
        FileHandle others = directoryOf(cx, cx.file("g"));
        expectRename(cx, family.directory(), NAME, others, NfsStatus.XDEV);
        expectRename(cx, family.directory(), NAME, cx.directory(), NfsStatus.XDEV);
        expectRename(cx, cx.directory(), "g", family.directory(), NfsStatus.XDEV);
        expectRename(cx, family.directory(), NAME, family.directory(), NfsStatus.OK);
    }

    private static void expectRename(
            CheckContext cx, FileHandle from, String name, FileHandle to, NfsStatus expected) {
        RenameArgs rename = new RenameArgs(Opaque.utf8(name), Opaque.utf8("renamed"));
        Reply reply = cx.session().compound(Ops.putFh(from), Ops.saveFh(), Ops.putFh(to), rename);
        assertThatReply(reply).endsAt(4, expected);
    }

    @Check(
            id = "NAMED-106",
            rule = "LINK makes no name for a named attribute elsewhere, nor for a file among them",
            sends =
                    "LINK of a named attribute to another object's directory and to an ordinary"
                            + " one, and of a file to an NF4ATTRDIR",
            accepts = "NFS4ERR_XDEV",
            requirements = {"18.9.4-R03", "18.9.4-R04"},
            needs = Need.FILES)
    void linkStaysInTheDirectory(CheckContext cx) {
        Family family = family(cx, "f");
        FileHandle file = cx.file("g");
        FileHandle others = directoryOf(cx, file);
        expectNoLink(cx, family.attribute(), others);
        expectNoLink(cx, family.attribute(), cx.directory());
        expectNoLink(cx, file, family.directory());
    }

    private static void expectNoLink(CheckContext cx, FileHandle target, FileHandle directory) {
        LinkArgs link = new LinkArgs(Opaque.utf8("linked"));
        Reply reply =
                cx.session().compound(Ops.putFh(target), Ops.saveFh(), Ops.putFh(directory), link);
        assertThatReply(reply).endsAt(4, NfsStatus.XDEV);
    }

    @Check(
            id = "NAMED-107",
            level = Level.SHOULD,
            rule = "LOOKUPP leads from a named attribute directory to its object",
            sends = "OPENATTR of a file, LOOKUPP, GETFH",
            accepts = "The file's filehandle",
            requirements = "18.14.3-R03",
            needs = Need.FILES)
    void parentIsTheObject(CheckContext cx) {
        FileHandle file = cx.file("f");
        FileHandle directory = directoryOf(cx, file);
        Reply reply = cx.session().compound(Ops.putFh(directory), new LookupPArgs(), Ops.getFh());
        assertThatReply(reply).isOk();
        if (!reply.result(GetFhResOk.class).object().equals(file)) {
            throw new CheckFailure("LOOKUPP", "the object", "another filehandle");
        }
    }

    @Check(
            id = "NAMED-108",
            rule = "A named attribute is not created exclusively",
            sends = "OPEN with EXCLUSIVE4 in an NF4ATTRDIR",
            accepts = "NFS4ERR_INVAL, and nothing is there afterwards",
            sections = "18.16.3",
            needs = Need.FILES)
    void noExclusiveCreation(CheckContext cx) {
        FileHandle directory = directoryOf(cx, cx.file("f"));
        OpenFlag how = new OpenFlag.Create(new CreateHow.Exclusive(7));
        ArgOp open = Ops.open(NAME, "owner", OpenShare.ACCESS_BOTH, how);
        assertThatReply(cx.session().compound(Ops.putFh(directory), open))
                .endsAt(2, NfsStatus.INVAL);
        assertThatReply(cx.session().compound(Ops.putFh(directory), Ops.lookup(NAME)))
                .endsAt(2, NfsStatus.NOENT);
    }

    @Check(
            id = "NAMED-109",
            rule = "A file that an OPEN cuts keeps its named attributes",
            sends = "OPEN with UNCHECKED4 and size 0 of a file with a named attribute",
            accepts = "The file is empty and the named attribute is what it was",
            sections = "18.16.3",
            needs = Need.FILES)
    void cuttingLeavesThemAlone(CheckContext cx) {
        Family family = family(cx, "f");
        NfsSession session = cx.session();
        OpenFlag how = new OpenFlag.Create(new CreateHow.Unchecked(Ops.size(0)));
        session.require(
                Ops.putFh(cx.directory()), Ops.open("f", "owner", OpenShare.ACCESS_BOTH, how));
        long size =
                attributes(session, family.object(), Attribute.SIZE).require(AttributeType.SIZE);
        if (size != 0) {
            throw new CheckFailure("size of the file", "0", String.valueOf(size));
        }
        ReadResOk read =
                session.require(
                                Ops.putFh(family.object()),
                                new OpenAttrArgs(false),
                                Ops.lookup(NAME),
                                Ops.read(StateId.ANONYMOUS, 0, 100))
                        .result(ReadResOk.class);
        if (!read.data().equals(Opaque.of(VALUE))) {
            throw new CheckFailure("READ of the named attribute", "its value", "other data");
        }
    }

    @Check(
            id = "NAMED-110",
            rule = "Named attributes and their directory have all REQUIRED attributes",
            sends = "GETATTR of every REQUIRED attribute that can be read, of both",
            accepts = "All of them in the reply",
            requirements = "5.3-R01",
            needs = Need.FILES)
    void requiredAttributesAreThere(CheckContext cx) {
        Family family = family(cx, "f");
        for (FileHandle object : List.of(family.directory(), family.attribute())) {
            Reply reply = cx.session().require(Ops.putFh(object), Ops.getAttr(REQUIRED));
            Bitmap got = reply.result(GetAttrResOk.class).objAttributes().mask();
            if (!got.equals(Bitmap.of(REQUIRED))) {
                throw new CheckFailure("GETATTR", Bitmap.of(REQUIRED).toString(), got.toString());
            }
        }
    }

    @Check(
            id = "NAMED-111",
            level = Level.SHOULD,
            rule = "Whatever names a file can name a named attribute",
            sends = "OPEN, READDIR and LOOKUP of named attributes with names of many kinds",
            accepts = "NFS4_OK",
            requirements = "5.3-R02",
            needs = Need.FILES)
    void arbitraryNames(CheckContext cx) {
        FileHandle directory = directoryOf(cx, cx.file("f"));
        NfsSession session = cx.session();
        List<String> names =
                List.of(
                        "user.mime_type",
                        "with blanks",
                        ".hidden",
                        "\u00e4\u6f22",
                        "x".repeat(200));
        for (String name : names) {
            assertThatReply(session.compound(Ops.putFh(directory), Ops.create(name, "owner")))
                    .because(name)
                    .isOk();
            assertThatReply(session.compound(Ops.putFh(directory), Ops.lookup(name)))
                    .because(name)
                    .isOk();
        }
        ReadDirResOk list =
                session.require(Ops.putFh(directory), Ops.readDir(0, 0)).result(ReadDirResOk.class);
        if (list.entries().size() != names.size()) {
            throw new CheckFailure(
                    "READDIR", names.size() + " entries", list.entries().size() + " entries");
        }
    }

    @Check(
            id = "NAMED-112",
            rule = "Named attributes are not for those to whom their object is closed",
            sends =
                    "As another user, OPENATTR with and without createdir of a file of mode 0600"
                            + " that has a named attribute, and LOOKUP and OPEN in its directory",
            accepts = "NFS4ERR_ACCESS",
            sections = {"6.2.1.3.1", "18.17.3"},
            needs = {Need.FILES, Need.USERS})
    void closedToOthers(CheckContext cx) {
        Family family = family(cx, "f");
        cx.session()
                .require(
                        Ops.putFh(family.object()),
                        new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0600)));
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        for (boolean create : new boolean[] {false, true}) {
            assertThatReply(other.compound(Ops.putFh(family.object()), new OpenAttrArgs(create)))
                    .endsAt(2, NfsStatus.ACCESS);
        }
        for (ArgOp op : List.of(Ops.lookup(NAME), Ops.create("other", "owner"))) {
            assertThatReply(other.compound(Ops.putFh(family.directory()), op))
                    .because(op.op().toString())
                    .endsAt(2, NfsStatus.ACCESS);
        }
    }
}
