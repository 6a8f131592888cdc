package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SetTime;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.NVerifyArgs;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.VerifyArgs;

import java.util.List;
import java.util.Set;

/** Attributes that cannot be got or set so, places in a directory, sizes beyond all limits. */
final class AttributeErrorChecks {
    private static final AttributeSet NONE = AttributeSet.EMPTY;
    private static final int LISTING = 4096;

    /** They must not make anything in a directory that is gone. */
    private static final Set<Operation> MAKING = Set.of(Operation.CREATE, Operation.OPEN);

    @Check(
            id = "ERR-030",
            rule = "An attribute that the server does not support is refused by name",
            sends =
                    "SETATTR, CREATE, OPEN that creates, VERIFY and NVERIFY of the first of"
                            + " archive, hidden, system and mimetype that supported_attrs lacks",
            accepts = "NFS4ERR_ATTRNOTSUPP",
            requirements = {"18.30.4-R04", "18.31.4-R01", "18.15.4-R01"},
            sections = "15.1.15.1",
            level = Level.SHOULD,
            needs = Need.FILES)
    void unsupportedAttribute(CheckContext cx) {
        FileHandle file = cx.file("file");
        FileAttributes attributes = unsupported(cx, file);
        setAndCompare(cx, file, attributes, NfsStatus.ATTRNOTSUPP);
    }

    private static FileAttributes unsupported(CheckContext cx, FileHandle file) {
        Bitmap supported =
                values(cx.session(), file, Attribute.SUPPORTED_ATTRS)
                        .require(AttributeType.SUPPORTED_ATTRS);
        for (AttributeType<Boolean> type :
                List.of(AttributeType.ARCHIVE, AttributeType.HIDDEN, AttributeType.SYSTEM)) {
            if (!supported.contains(type.number())) {
                return NONE.with(type, true).toFileAttributes();
            }
        }
        if (!supported.contains(Attribute.MIMETYPE)) {
            return NONE.with(AttributeType.MIMETYPE, Opaque.utf8("text/plain")).toFileAttributes();
        }
        throw cx.unsupported("there is no attribute to set that it does not support");
    }

    private static AttributeSet values(NfsSession session, FileHandle file, int... attributes) {
        GetAttrResOk got =
                session.require(Ops.putFh(file), Ops.getAttr(attributes))
                        .result(GetAttrResOk.class);
        try {
            return AttributeSet.decode(got.objAttributes());
        } catch (XdrException e) {
            throw new IllegalStateException("the attributes of " + got, e);
        }
    }

    private static void setAndCompare(
            CheckContext cx, FileHandle file, FileAttributes attributes, NfsStatus... expected) {
        set(cx, file, attributes, expected);
        for (ArgOp op : List.of(new VerifyArgs(attributes), new NVerifyArgs(attributes))) {
            assertThatReply(cx.session().compound(Ops.putFh(file), op))
                    .because(op.op() + " of " + attributes.mask())
                    .endsAt(2, expected);
        }
    }

    private static void set(
            CheckContext cx, FileHandle file, FileAttributes attributes, NfsStatus... expected) {
        NfsSession session = cx.session();
        ArgOp set = new SetAttrArgs(StateId.ANONYMOUS, attributes);
        assertThatReply(session.compound(Ops.putFh(file), set)).endsAt(2, expected);
        CreateType directory = new CreateType.Plain(FileType.NF4DIR);
        OpenFlag how = new OpenFlag.Create(new CreateHow.Guarded(attributes));
        for (ArgOp op :
                List.of(
                        new CreateArgs(directory, Opaque.utf8("directory"), attributes),
                        Ops.open("new", "owner", OpenShare.ACCESS_READ, how))) {
            assertThatReply(session.compound(Ops.putFh(cx.directory()), op))
                    .because(op.op() + " with " + attributes.mask())
                    .endsAt(2, expected);
        }
    }

    @Check(
            id = "ERR-031",
            rule = "What can only be set cannot be got, what can only be got cannot be set",
            sends =
                    "GETATTR, READDIR, VERIFY and NVERIFY of time_modify_set; SETATTR, CREATE and"
                            + " OPEN that creates with the file's fileid",
            accepts = "NFS4ERR_INVAL",
            requirements = "5.5-R03",
            sections = "15.1.1.4",
            needs = Need.FILES)
    void oneWayAttributes(CheckContext cx) {
        FileHandle file = cx.file("file");
        Bitmap only = Bitmap.of(Attribute.TIME_MODIFY_SET);
        FileAttributes time =
                NONE.with(AttributeType.TIME_MODIFY_SET, new SetTime.ServerTime())
                        .toFileAttributes();
        for (ArgOp op :
                List.of(
                        Ops.getAttr(Attribute.TIME_MODIFY_SET),
                        new VerifyArgs(time),
                        new NVerifyArgs(time))) {
            assertThatReply(cx.session().compound(Ops.putFh(file), op))
                    .because(op.op() + " of time_modify_set")
                    .endsAt(2, NfsStatus.INVAL);
        }
        ArgOp list = new ReadDirArgs(0, 0, LISTING, LISTING, only);
        assertThatReply(cx.session().compound(Ops.putFh(cx.directory()), list))
                .because("READDIR of time_modify_set")
                .endsAt(2, NfsStatus.INVAL);
        set(cx, file, NONE.with(AttributeType.FILEID, 7L).toFileAttributes(), NfsStatus.INVAL);
    }

    @Check(
            id = "ERR-032",
            rule = "An owner whom nobody knows is refused",
            sends =
                    "SETATTR, CREATE and OPEN that creates with an owner, then a group, of a domain"
                            + " that does not exist; the same with bytes that are not UTF-8",
            accepts = "NFS4ERR_BADOWNER; NFS4ERR_BADOWNER, NFS4ERR_BADCHAR or NFS4ERR_INVAL",
            sections = {"15.1.15.2", "5.9", "15.1.7.1"},
            needs = Need.FILES)
    void unknownOwner(CheckContext cx) {
        FileHandle file = cx.file("file");
        Opaque unknown = Opaque.utf8("nobody-of-this-name@no-such-domain.invalid");
        Opaque notUtf8 = Opaque.of(new byte[] {'a', (byte) 0xff, '@', 'b'});
        for (AttributeType<Opaque> type : List.of(AttributeType.OWNER, AttributeType.OWNER_GROUP)) {
            AttributeSet owner = NONE.with(type, unknown);
            ArgOp take = new SetAttrArgs(StateId.ANONYMOUS, owner.toFileAttributes());
            if (cx.session().compound(Ops.putFh(file), take).isOk()
                    && values(cx.session(), file, type.number()).equals(owner)) {
                cx.note("every owner is taken");
                return;
            }
            set(cx, file, owner.toFileAttributes(), NfsStatus.BADOWNER);
            set(
                    cx,
                    file,
                    NONE.with(type, notUtf8).toFileAttributes(),
                    NfsStatus.BADOWNER,
                    NfsStatus.BADCHAR,
                    NfsStatus.INVAL);
        }
    }

    @Check(
            id = "ERR-033",
            rule = "A mode has twelve bits",
            sends = "SETATTR, CREATE, OPEN that creates, VERIFY and NVERIFY of the mode 010644",
            accepts = "NFS4ERR_INVAL",
            requirements = "6.2.4-R01",
            needs = Need.FILES)
    void undefinedModeBits(CheckContext cx) {
        setAndCompare(cx, cx.file("file"), Ops.mode(010644), NfsStatus.INVAL);
    }

    @Check(
            id = "ERR-034",
            rule = "READDIR goes on from places that it has told, in replies of the size asked for",
            sends =
                    "READDIR with a maxcount that holds no entry; with the cookies 1 and 2; with a"
                            + " cookie of its own and a verifier that is another; with one that it"
                            + " never told",
            accepts =
                    "NFS4ERR_TOOSMALL; NFS4ERR_BAD_COOKIE, NFS4ERR_NOT_SAME or NFS4_OK for what is"
                            + " left to the server",
            requirements = "18.23.3-R01",
            sections = {"15.1.1.2", "15.1.1.7", "15.1.15.3", "18.23.4"},
            needs = Need.FILES)
    void placesInDirectory(CheckContext cx) {
        cx.file("file-with-a-name-of-some-length");
        cx.file("another-file");
        NfsSession session = cx.session();
        ArgOp directory = Ops.putFh(cx.directory());
        for (int bytes : new int[] {1, 16, 40}) {
            ArgOp small = new ReadDirArgs(0, 0, 0, bytes, Bitmap.of(Attribute.TYPE));
            assertThatReply(session.compound(directory, small))
                    .because("maxcount " + bytes)
                    .endsAt(2, NfsStatus.TOOSMALL);
        }
        ReadDirResOk all = session.require(directory, Ops.readDir(0, 0)).result(ReadDirResOk.class);
        long verifier = all.cookieVerifier();
        long first = all.entries().getFirst().cookie();
        for (long[] place :
                new long[][] {
                    {1, verifier},
                    {2, verifier},
                    {first, verifier + 1},
                    {Long.MAX_VALUE, verifier},
                    {-1, verifier}
                }) {
            Reply reply = session.compound(directory, Ops.readDir(place[0], place[1]));
            assertThatReply(reply)
                    .because("cookie " + Long.toUnsignedString(place[0]))
                    .endsAt(2, NfsStatus.OK, NfsStatus.BAD_COOKIE, NfsStatus.NOT_SAME);
        }
        assertThatReply(session.compound(directory, Ops.readDir(first, verifier))).isOk();
    }

    @Check(
            id = "ERR-035",
            rule = "What would reach beyond the largest file is refused and changes nothing",
            sends =
                    "WRITE of 16 bytes at 2^64 - 8 and at maxfilesize; SETATTR and OPEN that"
                            + " creates with a size of 2^64 - 1; READ at 2^64 - 1; VERIFY of the"
                            + " size",
            accepts =
                    "NFS4ERR_FBIG, NFS4ERR_INVAL or NFS4ERR_NOSPC; from READ NFS4_OK or"
                            + " NFS4ERR_INVAL; the size is what it was",
            sections = {"15.1.4.4", "18.32.3", "18.30.4", "5.8.2.17"},
            needs = Need.FILES)
    void beyondTheLargestFile(CheckContext cx) {
        FileHandle file = cx.file("file", new byte[] {1, 2, 3, 4});
        NfsSession session = cx.session();
        AttributeSet limits = values(session, file, Attribute.MAXFILESIZE);
        long most =
                limits.contains(AttributeType.MAXFILESIZE)
                        ? limits.require(AttributeType.MAXFILESIZE)
                        : Long.MAX_VALUE;
        ArgOp here = Ops.putFh(file);
        FileUser user = FileUser.of(session, file);
        for (ArgOp op :
                List.of(
                        Ops.write(user.open(), -8, new byte[16]),
                        Ops.write(user.open(), most, new byte[16]),
                        new SetAttrArgs(user.open(), Ops.size(-1)))) {
            assertThatReply(session.compound(here, op))
                    .endsAt(2, NfsStatus.FBIG, NfsStatus.INVAL, NfsStatus.NOSPC);
        }
        OpenFlag how = new OpenFlag.Create(new CreateHow.Guarded(Ops.size(-1)));
        ArgOp create = Ops.open("new", "owner", OpenShare.ACCESS_BOTH, how);
        assertThatReply(session.compound(Ops.putFh(cx.directory()), create))
                .endsAt(2, NfsStatus.FBIG, NfsStatus.INVAL, NfsStatus.NOSPC);
        assertThatReply(session.compound(here, Ops.read(user.open(), -1, 16)))
                .endsAt(2, NfsStatus.OK, NfsStatus.INVAL);
        assertThatReply(session.compound(here, new VerifyArgs(Ops.size(4)))).isOk();
    }

    @Check(
            id = "ERR-036",
            rule = "The filehandle of an object that is gone is stale",
            sends =
                    "REMOVE of a file and of a directory, then PUTFH and GETATTR of each by the"
                            + " client that removed it and by another one; SAVEFH, REMOVE,"
                            + " RESTOREFH and each operation on a filehandle",
            accepts =
                    "NFS4ERR_STALE (NFS4ERR_FHEXPIRED, too, if fh_expire_type says so); in the"
                            + " COMPOUND that removes the object whatever fits, but nothing is"
                            + " made in a directory that is gone",
            requirements = "4.2.2-R04",
            sections = {"15.1.2.7", "18.25.4"},
            needs = Need.FILES)
    void removedObjects(CheckContext cx) {
        NfsSession session = cx.session();
        NfsSession other = cx.newClient().connect();
        ArgOp directory = Ops.putFh(cx.directory());
        FileHandle file = cx.file("file");
        FileHandle folder =
                session.require(directory, Ops.makeDirectory("folder", 0755), Ops.getFh())
                        .result(GetFhResOk.class)
                        .object();
        session.require(directory, Ops.remove("file"), Ops.remove("folder"));
        for (FileHandle gone : List.of(file, folder)) {
            for (NfsSession each : List.of(session, other)) {
                assertThatReply(each.compound(Ops.putFh(gone), Ops.getAttr(Attribute.TYPE)))
                        .because("the object has been removed")
                        .hasStatus(NfsStatus.STALE, NfsStatus.FHEXPIRED);
            }
        }
        EachOperation each = new EachOperation(cx);
        int count = 0;
        for (EachOperation.Sample sample : each.withFilehandle()) {
            boolean inDirectory = sample.before().equals(List.of(directory));
            String name = "gone-" + count++;
            ArgOp[] making = {directory, Ops.makeDirectory(name, 0755), Ops.getFh()};
            FileHandle gone =
                    inDirectory
                            ? session.require(making).result(GetFhResOk.class).object()
                            : cx.file(name);
            Reply reply =
                    session.compound(
                            Ops.putFh(gone),
                            Ops.saveFh(),
                            directory,
                            Ops.remove(name),
                            Ops.restoreFh(),
                            sample.op());
            assertThatReply(reply)
                    .because(sample.op().op() + " behind the REMOVE of its object")
                    .hasStatusAt(4, NfsStatus.OK)
                    .hasStatus(gone(sample.op().op()));
        }
    }

    /** What an operation may say of an object that its COMPOUND has removed. */
    private static NfsStatus[] gone(Operation operation) {
        if (MAKING.contains(operation)) {
            return new NfsStatus[] {NfsStatus.STALE, NfsStatus.FHEXPIRED, NfsStatus.NOENT};
        }
        return new NfsStatus[] {
            NfsStatus.STALE,
            NfsStatus.FHEXPIRED,
            NfsStatus.OK,
            NfsStatus.NOENT,
            NfsStatus.BAD_STATEID,
            NfsStatus.NOT_SAME,
            NfsStatus.WRONG_TYPE,
            NfsStatus.INVAL,
            NfsStatus.NOTDIR
        };
    }
}
