package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.util.List;

/** The state id that a COMPOUND carries from operation to operation beside the filehandle. */
final class CurrentStateIdChecks {
    private static final String NAME = "current";
    private static final int COUNT = 16;

    @Check(
            id = "COMP-101",
            rule = "OPEN's state id is the current one until the filehandle changes",
            sends =
                    "PUTFH, OPEN, then with the current state id WRITE, READ and CLOSE, GETATTR"
                            + " between them",
            accepts = "NFS4_OK for all",
            requirements = {"16.2.3.1.2-R01", "16.2.3.1.2-R03"},
            needs = Need.FILES)
    void currentStateIdOfOpen(CheckContext cx) {
        cx.file(NAME);
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putFh(cx.directory()),
                                open(),
                                Ops.write(StateId.CURRENT, 0, (byte) 1, (byte) 2),
                                Ops.getAttr(Attribute.TYPE),
                                Ops.read(StateId.CURRENT, 0, COUNT),
                                Ops.close(StateId.CURRENT));
        assertThatReply(reply).isOk();
    }

    @Check(
            id = "COMP-102",
            rule = "An operation that sets the filehandle alone leaves no current state id",
            sends =
                    "PUTFH, OPEN, then PUTFH of the file, or RESTOREFH of the directory and LOOKUP,"
                        + " then READ or CLOSE with the current state id; CLOSE with OPEN's own",
            accepts = "NFS4ERR_BAD_STATEID for the current state id; NFS4_OK for OPEN's own",
            requirements = {"16.2.3.1.2-R02", "16.2.3.1.2-R04"},
            needs = Need.FILES)
    void currentStateIdAfterAnotherFilehandle(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        List<ArgOp> uses = List.of(Ops.read(StateId.CURRENT, 0, COUNT), Ops.close(StateId.CURRENT));
        for (ArgOp use : uses) {
            requireNoCurrent(cx.session(), file, use, putDirectory(cx), open(), Ops.putFh(file));
            requireNoCurrent(
                    cx.session(),
                    file,
                    use,
                    putDirectory(cx),
                    Ops.saveFh(),
                    open(),
                    Ops.restoreFh(),
                    Ops.lookup(NAME));
        }
    }

    @Check(
            id = "COMP-103",
            rule = "Where there is no current state id none can be passed on",
            sends = "PUTFH of a file, READ with the current state id; the same with WRITE",
            accepts = "NFS4ERR_BAD_STATEID",
            requirements = {"16.2.3.1.2-R02", "16.2.3.1.2-R04"},
            needs = Need.FILES)
    void noCurrentStateId(CheckContext cx) {
        FileHandle file = cx.file(NAME);
        List<ArgOp> uses =
                List.of(
                        Ops.read(StateId.CURRENT, 0, COUNT),
                        Ops.write(StateId.CURRENT, 0, (byte) 1));
        for (ArgOp use : uses) {
            assertThatReply(cx.session().compound(Ops.putFh(file), use))
                    .because(use.op() + " with the current state id")
                    .endsAt(2, NfsStatus.BAD_STATEID);
        }
    }

    @Check(
            id = "COMP-104",
            rule = "SAVEFH and RESTOREFH keep the current state id with the filehandle",
            sends =
                    "PUTFH, OPEN, SAVEFH, PUTROOTFH, RESTOREFH, then with the current state id READ"
                            + " and CLOSE",
            accepts = "NFS4_OK for all",
            sections = "16.2.3.1.2",
            needs = Need.FILES)
    void currentStateIdIsSaved(CheckContext cx) {
        cx.file(NAME);
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putFh(cx.directory()),
                                open(),
                                Ops.saveFh(),
                                Ops.putRootFh(),
                                Ops.restoreFh(),
                                Ops.read(StateId.CURRENT, 0, COUNT),
                                Ops.close(StateId.CURRENT));
        assertThatReply(reply).isOk();
    }

    /** OPEN succeeds, but at the end there is no current state id; then the file is closed. */
    private static void requireNoCurrent(
            NfsSession session, FileHandle file, ArgOp use, ArgOp... before) {
        ArgOp[] ops = new ArgOp[before.length + 1];
        System.arraycopy(before, 0, ops, 0, before.length);
        ops[before.length] = use;
        Reply reply = session.compound(ops);
        assertThatReply(reply)
                .because(use.op() + " with the current state id")
                .endsAt(ops.length, NfsStatus.BAD_STATEID);
        StateId state = reply.result(OpenResOk.class).stateId();
        assertThatReply(session.compound(Ops.putFh(file), Ops.close(state))).isOk();
    }

    private static ArgOp putDirectory(CheckContext cx) {
        return Ops.putFh(cx.directory());
    }

    private static OpenArgs open() {
        return Ops.open(NAME, "owner", OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG);
    }
}
