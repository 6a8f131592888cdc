package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteResOk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** File systems that are read-only, full, or have an object with all its links. */
final class OtherExportChecks {
    private static final String NEW = "nfs41-check-new";
    private static final String LINKED = "linked";
    private static final String FILLER = "filler";
    private static final int WRITE_BYTES = 64 << 10;

    /** An export that takes more is not what was asked for. */
    private static final int MOST_WRITES = 1024;

    /** So many objects find no room when no byte does, or the server keeps some for them. */
    private static final int MOST_OBJECTS = 64;

    private static final int MOST_LINKS = 2000;
    private static final int LONG_ACL = 32;

    @Check(
            id = "ERR-040",
            rule = "Nothing in the directory of a read-only file system changes",
            sends =
                    "At the top of the read-only export CREATE, OPEN that creates, REMOVE and"
                            + " RENAME of an object that is there, SETATTR of the mode, OPENATTR"
                            + " that creates",
            accepts =
                    "NFS4ERR_ROFS; NFS4ERR_ACCESS or NFS4ERR_PERM; from OPENATTR NFS4ERR_NOTSUPP or"
                            + " NFS4_OK, too",
            sections = {"15.1.4.11", "15.2"},
            needs = Need.READ_ONLY_EXPORT)
    void directoryOfAReadOnlyFileSystem(CheckContext cx) {
        NfsSession session = cx.session();
        List<ArgOp> here = Ops.walk(cx.readOnlyExport());
        String there = fileIn(cx, session);
        for (ArgOp op :
                List.of(
                        Ops.makeDirectory(NEW, 0755),
                        Ops.create(NEW, "owner"),
                        Ops.remove(there),
                        new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0700)))) {
            isRefused(session, here, op);
        }
        isRefused(session, and(here, Ops.saveFh()), new RenameArgs(name(there), name(NEW)));
        isRefused(session, here, new OpenAttrArgs(true), NfsStatus.NOTSUPP, NfsStatus.OK);
    }

    @Check(
            id = "ERR-041",
            rule = "No file of a read-only file system changes, but it can be read",
            sends =
                    "On a file of the read-only export OPEN for writing and for both, WRITE and"
                            + " SETATTR of the size with the anonymous state id, SETATTR of the"
                            + " mode, LINK, OPENATTR that creates; OPEN for reading",
            accepts =
                    "NFS4ERR_ROFS; NFS4ERR_ACCESS or NFS4ERR_PERM; from OPENATTR NFS4ERR_NOTSUPP or"
                            + " NFS4_OK, too; NFS4_OK for reading",
            sections = {"15.1.4.11", "15.2"},
            needs = Need.READ_ONLY_EXPORT)
    void fileOfAReadOnlyFileSystem(CheckContext cx) {
        NfsSession session = cx.session();
        List<ArgOp> directory = Ops.walk(cx.readOnlyExport());
        List<ArgOp> file = and(directory, Ops.lookup(fileIn(cx, session)));
        for (ArgOp op :
                List.of(
                        FileUser.open("owner", OpenShare.ACCESS_WRITE, OpenShare.DENY_NONE),
                        FileUser.open("owner", OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE),
                        Ops.write(StateId.ANONYMOUS, 0, (byte) 1),
                        new SetAttrArgs(StateId.ANONYMOUS, Ops.size(0)),
                        new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0700)))) {
            isRefused(session, file, op);
        }
        List<ArgOp> both = and(file, Ops.saveFh());
        both.addAll(directory);
        isRefused(session, both, new LinkArgs(name(NEW)));
        isRefused(session, file, new OpenAttrArgs(true), NfsStatus.NOTSUPP, NfsStatus.OK);
        ArgOp reading = FileUser.open("owner", OpenShare.ACCESS_READ, OpenShare.DENY_NONE);
        assertThatReply(session.compound(and(file, reading).toArray(ArgOp[]::new))).isOk();
    }

    /** The name of a regular file at the top of the read-only export. */
    private static String fileIn(CheckContext cx, NfsSession session) {
        ArgOp list = Ops.readDir(0, 0, Attribute.TYPE);
        List<ArgOp> ops = and(Ops.walk(cx.readOnlyExport()), list);
        Reply listed = session.require(ops.toArray(ArgOp[]::new));
        for (DirEntry entry : listed.result(ReadDirResOk.class).entries()) {
            Opaque type = entry.attrs().values();
            if (type.length() == Integer.BYTES && type.intAt(0) == FileType.NF4REG.value()) {
                return entry.name().utf8();
            }
        }
        throw cx.skipped("no regular file at the top of " + cx.readOnlyExport());
    }

    private static void isRefused(
            NfsSession session, List<ArgOp> where, ArgOp op, NfsStatus... also) {
        Reply reply = session.compound(and(where, op).toArray(ArgOp[]::new));
        List<NfsStatus> accepted =
                new ArrayList<>(List.of(NfsStatus.ROFS, NfsStatus.ACCESS, NfsStatus.PERM));
        accepted.addAll(Arrays.asList(also));
        assertThatReply(reply)
                .because(op.op() + " in a read-only file system")
                .endsAt(where.size() + 1, accepted.toArray(NfsStatus[]::new));
    }

    @Check(
            id = "ERR-042",
            rule = "RENAME and LINK do not go from one export to another",
            sends = "LINK and RENAME of a file, RENAME of a directory, into the small export",
            accepts = "NFS4ERR_XDEV; the file and the directory stay",
            requirements = {"18.26.3-R01", "18.26.4-R05"},
            sections = {"15.1.4.12", "18.9.3"},
            needs = {Need.FILES, Need.SMALL_EXPORT})
    void betweenExports(CheckContext cx) {
        NfsSession session = cx.session();
        FileHandle file = cx.file("file");
        ArgOp here = Ops.putFh(cx.directory());
        ArgOp there = Ops.putFh(cx.smallDirectory());
        session.require(here, Ops.makeDirectory("folder", 0755));
        assertThatReply(
                        session.compound(
                                Ops.putFh(file), Ops.saveFh(), there, new LinkArgs(name(NEW))))
                .endsAt(4, NfsStatus.XDEV);
        for (String object : List.of("file", "folder")) {
            ArgOp move = new RenameArgs(name(object), name(NEW));
            assertThatReply(session.compound(here, Ops.saveFh(), there, move))
                    .because("the directories are in two exports")
                    .endsAt(4, NfsStatus.XDEV);
            assertThatReply(session.compound(here, Ops.lookup(object)))
                    .because(object + " has not been renamed")
                    .isOk();
        }
    }

    @Check(
            id = "ERR-043",
            rule = "A full file system says so, and what is removed makes room",
            sends =
                    "In the small export WRITE until nothing fits; CREATE, OPEN that creates and"
                            + " LINK until one is refused, OPENATTR that creates, SETATTR of a"
                            + " long ACL; READ; REMOVE of the large file, WRITE to a new one",
            accepts =
                    "NFS4ERR_NOSPC (NFS4ERR_DQUOT) from WRITE and from whatever is refused (from"
                            + " OPENATTR and SETATTR also that it is not supported); NFS4_OK for"
                            + " READ, REMOVE and the new file",
            sections = {"15.1.4.9", "15.2", "18.32.3"},
            needs = {Need.FILES, Need.SMALL_EXPORT, Need.LOAD})
    void fullFileSystem(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp directory = Ops.putFh(cx.smallDirectory());
        FileHandle linked =
                handle(session.require(directory, Ops.create(LINKED, "o"), Ops.getFh()));
        Reply opened = session.require(directory, Ops.create(FILLER, "o"), Ops.getFh());
        StateId open = opened.result(OpenResOk.class).stateId();
        ArgOp filler = Ops.putFh(handle(opened));
        fill(cx, session, filler, open);
        untilRefused(cx, session, i -> new ArgOp[] {directory, Ops.makeDirectory("d" + i, 0777)});
        untilRefused(cx, session, i -> new ArgOp[] {directory, Ops.create("f" + i, "o")});
        untilRefused(
                cx,
                session,
                i ->
                        new ArgOp[] {
                            Ops.putFh(linked), Ops.saveFh(), directory, new LinkArgs(name("l" + i))
                        });
        assertThatReply(session.compound(Ops.putFh(linked), new OpenAttrArgs(true)))
                .endsAt(2, NfsStatus.NOSPC, NfsStatus.DQUOT, NfsStatus.NOTSUPP, NfsStatus.OK);
        NfsAce[] acl = new NfsAce[LONG_ACL];
        Arrays.fill(acl, AclFile.allow(AclFile.EVERYONE, AclFile.READ));
        ArgOp setAcl = new SetAttrArgs(StateId.ANONYMOUS, AclFile.acl(acl));
        assertThatReply(session.compound(Ops.putFh(linked), setAcl))
                .endsAt(
                        2,
                        NfsStatus.NOSPC,
                        NfsStatus.DQUOT,
                        NfsStatus.ATTRNOTSUPP,
                        NfsStatus.INVAL,
                        NfsStatus.OK);
        assertThatReply(session.compound(filler, Ops.read(open, 0, WRITE_BYTES))).isOk();
        assertThatReply(session.compound(filler, Ops.close(open))).isOk();
        assertThatReply(session.compound(directory, Ops.remove(FILLER)))
                .because("removing needs no room")
                .isOk();
        Reply again = session.compound(directory, Ops.create("again", "o"), Ops.getFh());
        assertThatReply(again).because("there is room again").isOk();
        ArgOp write = Ops.write(again.result(OpenResOk.class).stateId(), 0, new byte[WRITE_BYTES]);
        assertThatReply(session.compound(Ops.putFh(handle(again)), write))
                .because("there is room again")
                .isOk();
    }

    /** Writes until not one byte more fits. */
    private static void fill(CheckContext cx, NfsSession session, ArgOp file, StateId open) {
        long offset = 0;
        int length = WRITE_BYTES;
        for (int i = 0; i < MOST_WRITES; i++) {
            Reply reply = session.compound(file, Ops.write(open, offset, new byte[length]));
            if (reply.isOk()) {
                int count = reply.result(WriteResOk.class).count();
                Handshake.require(count > 0, "count of WRITE", "more than 0", "0");
                offset += count;
            } else {
                isFull(reply);
                if (length == 1) {
                    return;
                }
                length /= 2;
            }
        }
        throw cx.skipped("--small-export is not small: " + offset + " bytes do not fill it");
    }

    private static void isFull(Reply reply) {
        assertThatReply(reply)
                .because("the file system is full")
                .hasStatus(NfsStatus.NOSPC, NfsStatus.DQUOT);
    }

    private static void untilRefused(
            CheckContext cx, NfsSession session, IntFunction<ArgOp[]> attempt) {
        for (int i = 0; i < MOST_OBJECTS; i++) {
            Reply reply = session.compound(attempt.apply(i));
            if (!reply.isOk()) {
                isFull(reply);
                return;
            }
        }
        cx.note(MOST_OBJECTS + " objects found room where no data did");
    }

    @Check(
            id = "ERR-044",
            rule = "An object that has as many links as it can have gets no further one",
            sends =
                    "In the small export LINK of a file until maxlink is reached, and once more;"
                            + " CREATE of directories in a directory until one is refused, and"
                            + " RENAME of another into it",
            accepts =
                    "NFS4_OK, then NFS4ERR_MLINK; for directories NFS4ERR_MLINK, or NFS4_OK from a"
                            + " server that does not count them",
            sections = {"15.1.4.7", "5.8.2.18", "18.9.3"},
            needs = {Need.FILES, Need.SMALL_EXPORT, Need.LOAD})
    void allLinks(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp directory = Ops.putFh(cx.smallDirectory());
        int most = maxLink(cx, session, directory);
        FileHandle linked =
                handle(session.require(directory, Ops.create(LINKED, "o"), Ops.getFh()));
        for (int i = 1; i <= most; i++) {
            ArgOp link = new LinkArgs(name("l" + i));
            assertThatReply(session.compound(Ops.putFh(linked), Ops.saveFh(), directory, link))
                    .because("the file has " + i + " links, maxlink is " + most)
                    .endsAt(4, i < most ? NfsStatus.OK : NfsStatus.MLINK);
        }
        session.require(directory, Ops.makeDirectory("aside", 0777));
        ArgOp many =
                Ops.putFh(
                        handle(
                                session.require(
                                        directory, Ops.makeDirectory("many", 0777), Ops.getFh())));
        boolean refused = false;
        for (int i = 0; i <= most && !refused; i++) {
            Reply made = session.compound(many, Ops.makeDirectory("d" + i, 0777));
            assertThatReply(made).endsAt(2, NfsStatus.OK, NfsStatus.MLINK);
            refused = !made.isOk();
        }
        ArgOp move = new RenameArgs(name("aside"), name("moved"));
        assertThatReply(session.compound(directory, Ops.saveFh(), many, move))
                .endsAt(4, refused ? NfsStatus.MLINK : NfsStatus.OK);
    }

    private static int maxLink(CheckContext cx, NfsSession session, ArgOp directory) {
        FileAttributes got =
                session.require(directory, Ops.getAttr(Attribute.MAXLINK))
                        .result(GetAttrResOk.class)
                        .objAttributes();
        if (!got.mask().contains(Attribute.MAXLINK)) {
            throw cx.unsupported("there is no attribute maxlink");
        }
        int most = got.values().intAt(0);
        if (most < 1 || most > MOST_LINKS) {
            String links = Integer.toUnsignedString(most);
            throw cx.skipped("an object of --small-export can have " + links + " links");
        }
        return most;
    }

    private static FileHandle handle(Reply reply) {
        return new FileHandle(reply.result(GetFhResOk.class).object().data().detach());
    }

    private static List<ArgOp> and(List<ArgOp> ops, ArgOp last) {
        List<ArgOp> all = new ArrayList<>(ops);
        all.add(last);
        return all;
    }

    private static Opaque name(String text) {
        return Opaque.utf8(text);
    }
}
