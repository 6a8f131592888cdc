package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SecInfoNoNameArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.Arrays;
import java.util.List;

/** The current and the saved filehandle of a COMPOUND. */
final class FilehandleChecks {
    private static final int HANDLE_BYTES = 128;

    @Check(
            id = "COMP-028",
            rule = "SECINFO consumes the current filehandle",
            sends = "PUTFH, SECINFO of a file in it, then GETFH; the same with GETATTR",
            accepts = "NFS4_OK from SECINFO, NFS4ERR_NOFILEHANDLE from the operation after it",
            sections = {"18.29.3", "2.6.3.1.1.8"},
            needs = Need.FILES,
            bugs = "B-201")
    void secInfoConsumesTheFilehandle(CheckContext cx) {
        cx.file("known");
        SecInfoArgs secInfo = new SecInfoArgs(Opaque.utf8("known"));
        for (ArgOp next : List.of(Ops.getFh(), Ops.getAttr(Attribute.TYPE))) {
            assertThatReply(cx.session().compound(Ops.putFh(cx.directory()), secInfo, next))
                    .endsAt(3, NfsStatus.NOFILEHANDLE);
        }
    }

    @Check(
            id = "COMP-029",
            rule = "SECINFO_NO_NAME consumes the current filehandle, but not the saved one",
            sends =
                    "PUTFH, SECINFO_NO_NAME of it or its parent, then GETFH; and with SAVEFH before"
                            + " and RESTOREFH after it",
            accepts =
                    "NFS4ERR_NOFILEHANDLE from GETFH; the saved filehandle from GETFH after"
                            + " RESTOREFH",
            sections = {"18.45.3", "2.6.3.1.1.8"},
            needs = Need.FILES,
            bugs = "B-201")
    void secInfoNoNameConsumesTheFilehandle(CheckContext cx) {
        NfsSession session = cx.session();
        ArgOp putFh = Ops.putFh(cx.directory());
        for (SecInfoStyle style : List.of(SecInfoStyle.CURRENT_FH, SecInfoStyle.PARENT)) {
            ArgOp secInfo = new SecInfoNoNameArgs(style);
            Reply reply = session.compound(putFh, secInfo, Ops.getFh());
            if (reply.status().equals(NfsStatus.NOTSUPP)) {
                throw cx.unsupported("SECINFO_NO_NAME is not supported");
            }
            assertThatReply(reply).because(style.toString()).endsAt(3, NfsStatus.NOFILEHANDLE);
            Reply restored =
                    session.compound(putFh, Ops.saveFh(), secInfo, Ops.restoreFh(), Ops.getFh());
            assertThatReply(restored).because(style.toString()).isOk();
            isDirectory(cx, restored);
        }
    }

    @Check(
            id = "COMP-030",
            rule = "An operation on the current filehandle fails when there is none",
            sends =
                    "Behind SEQUENCE alone: GETFH, GETATTR, LOOKUP, LOOKUPP, ACCESS, SAVEFH,"
                        + " READDIR, CREATE, REMOVE, OPEN, READ, WRITE, READLINK, SECINFO, VERIFY,"
                        + " SETATTR, COMMIT, CLOSE, SECINFO_NO_NAME",
            accepts =
                    "NFS4ERR_NOFILEHANDLE (from SECINFO_NO_NAME NFS4ERR_NOTSUPP, too) and no"
                            + " further result",
            sections = {"15.1.2.5", "16.2.3.1.1"})
    void noCurrentFilehandle(CheckContext cx) {
        List<ArgOp> needy =
                List.of(
                        Ops.getFh(),
                        Ops.getAttr(Attribute.TYPE),
                        Ops.lookup("name"),
                        new LookupPArgs(),
                        new AccessArgs(1),
                        Ops.saveFh(),
                        Ops.readDir(0, 0),
                        Ops.makeDirectory("name", 0755),
                        Ops.remove("name"),
                        Ops.open("name", "owner", 1),
                        Ops.read(StateId.ANONYMOUS, 0, 1),
                        Ops.write(StateId.ANONYMOUS, 0, (byte) 1),
                        new ReadLinkArgs(),
                        new SecInfoArgs(Opaque.utf8("name")),
                        new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0644)),
                        new CommitArgs(0, 0));
        for (ArgOp op : needy) {
            assertThatReply(cx.session().compound(op)).endsAt(1, NfsStatus.NOFILEHANDLE);
        }
        ArgOp noName = new SecInfoNoNameArgs(SecInfoStyle.CURRENT_FH);
        assertThatReply(cx.session().compound(noName))
                .endsAt(1, NfsStatus.NOFILEHANDLE, NfsStatus.NOTSUPP);
    }

    @Check(
            id = "COMP-031",
            rule = "An operation on two filehandles fails when none was saved",
            sends = "PUTFH and RENAME or LINK, without SAVEFH",
            accepts = "NFS4ERR_NOFILEHANDLE",
            sections = "15.1.2.5",
            needs = Need.FILES)
    void noSavedFilehandle(CheckContext cx) {
        cx.file("old");
        Opaque name = Opaque.utf8("new");
        ArgOp rename = new RenameArgs(Opaque.utf8("old"), name);
        for (ArgOp op : List.of(rename, new LinkArgs(name))) {
            assertThatReply(cx.session().compound(Ops.putFh(cx.directory()), op))
                    .endsAt(2, NfsStatus.NOFILEHANDLE);
        }
    }

    @Check(
            id = "COMP-047",
            rule = "RESTOREFH fails when nothing was saved, not with the error of NFSv4.0",
            sends = "RESTOREFH behind SEQUENCE alone, and behind PUTROOTFH",
            accepts = "NFS4ERR_NOFILEHANDLE",
            requirements = "15.1.16-R01",
            sections = {"18.27.3", "15.1.16.4"})
    void restoreWithoutSave(CheckContext cx) {
        assertThatReply(cx.session().compound(Ops.restoreFh())).endsAt(1, NfsStatus.NOFILEHANDLE);
        assertThatReply(cx.session().compound(Ops.putRootFh(), Ops.restoreFh()))
                .endsAt(2, NfsStatus.NOFILEHANDLE);
    }

    @Check(
            id = "COMP-032",
            rule = "SAVEFH and RESTOREFH keep a filehandle for one COMPOUND",
            sends = "PUTFH, SAVEFH, PUTROOTFH, RESTOREFH, GETFH; in the next COMPOUND GETFH",
            accepts = "The filehandle that was put; then NFS4ERR_NOFILEHANDLE",
            sections = {"18.27.3", "18.28.3", "16.2.3.1.1"},
            needs = Need.FILES)
    void savedFilehandleComesBack(CheckContext cx) {
        NfsSession session = cx.session();
        Reply reply =
                session.compound(
                        Ops.putFh(cx.directory()),
                        Ops.saveFh(),
                        Ops.putRootFh(),
                        Ops.restoreFh(),
                        Ops.getFh());
        assertThatReply(reply).isOk();
        isDirectory(cx, reply);
        assertThatReply(session.compound(Ops.getFh())).endsAt(1, NfsStatus.NOFILEHANDLE);
    }

    @Check(
            id = "COMP-033",
            rule = "PUTFH refuses what is no filehandle of the server",
            sends =
                    "PUTFH and GETATTR with filehandles of 1, 4, 16, 28 and 128 bytes of 0xA5,"
                            + " and with a real one without its last byte",
            accepts =
                    "NFS4ERR_BADHANDLE, or NFS4ERR_STALE for one that has the server's form, and no"
                            + " further result; the slot still works",
            sections = {"15.1.2.1", "4.2.1"},
            needs = Need.FILES)
    void inventedFilehandles(CheckContext cx) {
        NfsSession session = cx.session();
        for (int length : new int[] {1, 4, 16, 28, HANDLE_BYTES}) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 0xa5);
            isRefused(session, bytes, "a filehandle of " + length + " bytes");
        }
        byte[] real = cx.directory().data().toByteArray();
        isRefused(session, Arrays.copyOf(real, real.length - 1), "a filehandle cut short");
        assertThatReply(session.compound(Ops.putFh(cx.directory()))).isOk();
    }

    @Check(
            id = "COMP-048",
            rule = "An empty filehandle is no filehandle",
            sends = "PUTFH of a filehandle of no bytes, and GETATTR",
            accepts = "NFS4ERR_BADHANDLE or NFS4ERR_STALE and no further result",
            sections = {"15.1.2.1", "4.2.1"})
    void emptyFilehandle(CheckContext cx) {
        isRefused(cx.session(), new byte[0], "an empty filehandle");
    }

    private static void isRefused(NfsSession session, byte[] bytes, String what) {
        FileHandle handle = new FileHandle(Opaque.of(bytes));
        assertThatReply(session.compound(Ops.putFh(handle), Ops.getAttr(Attribute.TYPE)))
                .because(what)
                .endsAt(1, NfsStatus.BADHANDLE, NfsStatus.STALE);
    }

    @Check(
            id = "COMP-034",
            rule = "A filehandle is no longer than 128 bytes",
            sends = "PUTFH with 129 and with 4096 bytes, and GETATTR",
            accepts = "NFS4ERR_BADXDR, NFS4ERR_BADHANDLE or RPC GARBAGE_ARGS; the slot still works",
            sections = {"3.1", "15.1.1.1", "15.1.2.1"})
    void filehandleTooLong(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (int length : new int[] {HANDLE_BYTES + 1, 4096}) {
            Op putFh =
                    Op.written(
                            Operation.PUTFH, out -> out.writeOpaque(Opaque.of(new byte[length])));
            Reply reply = slot.send(putFh, Op.of(Ops.getAttr(Attribute.TYPE)));
            slot.refused(reply, "a filehandle of " + length + " bytes", NfsStatus.BADHANDLE);
        }
    }

    private static void isDirectory(CheckContext cx, Reply reply) {
        FileHandle got = reply.result(GetFhResOk.class).object();
        if (!got.equals(cx.directory())) {
            throw new CheckFailure(
                    "filehandle after RESTOREFH",
                    String.valueOf(cx.directory()),
                    String.valueOf(got));
        }
    }
}
