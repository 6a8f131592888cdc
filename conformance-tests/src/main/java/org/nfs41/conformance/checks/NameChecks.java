package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;

import java.util.List;

/** Names that no file may have, in the operations that take names. */
final class NameChecks {
    /** No server is known to take names of this length. */
    private static final int TOO_LONG = 1500;

    @Check(
            id = "COMP-035",
            rule = "An empty name is invalid",
            sends = "LOOKUP, CREATE, REMOVE, OPEN, SECINFO and RENAME with an empty name",
            accepts = "NFS4ERR_INVAL",
            sections = {"15.1.7", "18.13.3", "18.4.3", "18.29.3"},
            needs = Need.FILES)
    void emptyNames(CheckContext cx) {
        List<ArgOp> ops =
                List.of(
                        Ops.lookup(""),
                        Ops.makeDirectory("", 0755),
                        Ops.remove(""),
                        Ops.create("", "owner"),
                        new SecInfoArgs(Opaque.EMPTY));
        for (ArgOp op : ops) {
            assertThatReply(cx.session().compound(Ops.putFh(cx.directory()), op))
                    .endsAt(2, NfsStatus.INVAL);
        }
        cx.file("known");
        for (ArgOp rename : List.of(rename("known", ""), rename("", "known"))) {
            Reply reply =
                    cx.session()
                            .compound(
                                    Ops.putFh(cx.directory()),
                                    Ops.saveFh(),
                                    Ops.putFh(cx.directory()),
                                    rename);
            assertThatReply(reply).endsAt(4, NfsStatus.INVAL);
        }
    }

    @Check(
            id = "COMP-036",
            rule = "The names . and .. lead nowhere",
            sends = "The names . and .. in LOOKUP, REMOVE, CREATE and OPEN",
            accepts =
                    "NFS4ERR_BADNAME, NFS4ERR_NOENT (not from CREATE and OPEN), NFS4ERR_BADCHAR or"
                            + " NFS4ERR_INVAL",
            sections = {"18.13.4", "15.1.7.2"},
            needs = Need.FILES)
    void namesOfDots(CheckContext cx) {
        NfsSession session = cx.session();
        for (String dots : List.of(".", "..")) {
            for (ArgOp op : List.of(Ops.lookup(dots), Ops.remove(dots))) {
                assertThatReply(session.compound(Ops.putFh(cx.directory()), op))
                        .because("the name " + dots)
                        .endsAt(
                                2,
                                NfsStatus.BADNAME,
                                NfsStatus.NOENT,
                                NfsStatus.BADCHAR,
                                NfsStatus.INVAL);
            }
            for (ArgOp op : List.of(Ops.makeDirectory(dots, 0755), Ops.create(dots, "owner"))) {
                assertThatReply(session.compound(Ops.putFh(cx.directory()), op))
                        .because("the name " + dots)
                        .endsAt(2, NfsStatus.BADNAME, NfsStatus.BADCHAR, NfsStatus.INVAL);
            }
        }
    }

    @Check(
            id = "COMP-037",
            rule = "A name is one component: a slash or a NUL in it does not take it apart",
            sends =
                    "In a directory with inner/file: LOOKUP inner/file, /, inner/ and inner with a"
                            + " NUL and more; CREATE inner/made",
            accepts =
                    "NFS4ERR_BADNAME, NFS4ERR_BADCHAR, NFS4ERR_INVAL or, from LOOKUP,"
                            + " NFS4ERR_NOENT; nothing is created",
            sections = {"18.13.3", "15.1.7"},
            needs = Need.FILES)
    void namesThatLookLikePaths(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp directory = Ops.putFh(cx.directory());
        session.require(directory, Ops.makeDirectory("inner", 0755), Ops.makeDirectory("x", 0755));
        for (String name : List.of("inner/x", "/", "inner/", "inner\0", "inner\0more")) {
            assertThatReply(session.compound(directory, Ops.lookup(name)))
                    .because("the name " + name.replace('\0', '?'))
                    .endsAt(
                            2,
                            NfsStatus.BADNAME,
                            NfsStatus.BADCHAR,
                            NfsStatus.INVAL,
                            NfsStatus.ACCESS,
                            NfsStatus.NOENT);
        }
        assertThatReply(session.compound(directory, Ops.makeDirectory("inner/made", 0755)))
                .endsAt(2, NfsStatus.BADNAME, NfsStatus.BADCHAR, NfsStatus.INVAL, NfsStatus.ACCESS);
        assertThatReply(session.compound(directory, Ops.lookup("inner"), Ops.lookup("made")))
                .because("nothing was created")
                .endsAt(3, NfsStatus.NOENT);
    }

    @Check(
            id = "COMP-038",
            rule = "A name longer than the server takes is refused, one as long as maxname is not",
            sends =
                    "CREATE and LOOKUP with 1500 bytes; CREATE with as many bytes as the attribute"
                            + " maxname says, and with one more",
            accepts =
                    "NFS4ERR_NAMETOOLONG (from LOOKUP NFS4ERR_NOENT, too); NFS4_OK;"
                            + " NFS4ERR_NAMETOOLONG",
            sections = {"15.1.7.3", "5.8.2.19"},
            needs = Need.FILES)
    void longNames(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp directory = Ops.putFh(cx.directory());
        assertThatReply(session.compound(directory, Ops.makeDirectory("l".repeat(TOO_LONG), 0755)))
                .endsAt(2, NfsStatus.NAMETOOLONG);
        assertThatReply(session.compound(directory, Ops.lookup("l".repeat(TOO_LONG))))
                .endsAt(2, NfsStatus.NAMETOOLONG, NfsStatus.NOENT);
        Reply reply = session.require(directory, Ops.getAttr(Attribute.MAXNAME));
        GetAttrResOk got = reply.result(GetAttrResOk.class);
        if (!got.objAttributes().mask().contains(Attribute.MAXNAME)) {
            throw cx.unsupported("the attribute maxname is not supported");
        }
        int longest = got.objAttributes().values().intAt(0);
        if (longest < 1 || longest >= TOO_LONG) {
            throw cx.unsupported("maxname is " + Integer.toUnsignedString(longest));
        }
        assertThatReply(session.compound(directory, Ops.makeDirectory("l".repeat(longest), 0755)))
                .because("maxname is " + longest)
                .isOk();
        ArgOp tooLong = Ops.makeDirectory("l".repeat(longest + 1), 0755);
        assertThatReply(session.compound(directory, tooLong))
                .because("maxname is " + longest)
                .endsAt(2, NfsStatus.NAMETOOLONG);
    }

    @Check(
            id = "COMP-039",
            rule = "A name that is not UTF-8 is invalid unless the file system takes such names",
            sends =
                    "LOOKUP and CREATE with a byte of 0xFF, an overlong slash, an encoded surrogate"
                            + " and a sequence that is cut off",
            accepts =
                    "NFS4ERR_INVAL or NFS4ERR_BADCHAR; a warning when a name is taken as it is, as"
                            + " section 14.4 allows",
            sections = {"15.1.7", "14.4"},
            needs = Need.FILES)
    void namesThatAreNotUtf8(CheckContext cx) {
        NfsSession session = cx.session();
        byte[][] names = {
            {'a', (byte) 0xff},
            {(byte) 0xc0, (byte) 0xaf},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {'a', (byte) 0xe2, (byte) 0x82}
        };
        for (byte[] bytes : names) {
            Opaque name = Opaque.of(bytes);
            ArgOp directory = Ops.putFh(cx.directory());
            ArgOp create =
                    new CreateArgs(new CreateType.Plain(FileType.NF4DIR), name, Ops.mode(0755));
            Reply created = session.compound(directory, create);
            LookupArgs lookup = new LookupArgs(name);
            if (created.isOk()) {
                cx.warn("the name " + name + " is accepted");
                assertThatReply(session.compound(directory, lookup)).isOk();
                assertThatReply(session.compound(directory, new RemoveArgs(name))).isOk();
            } else {
                assertThatReply(created).endsAt(2, NfsStatus.INVAL, NfsStatus.BADCHAR);
                assertThatReply(session.compound(directory, lookup))
                        .because("CREATE refused the name " + name)
                        .endsAt(2, NfsStatus.INVAL, NfsStatus.BADCHAR);
            }
        }
    }

    private static RenameArgs rename(String from, String to) {
        return new RenameArgs(Opaque.utf8(from), Opaque.utf8(to));
    }
}
