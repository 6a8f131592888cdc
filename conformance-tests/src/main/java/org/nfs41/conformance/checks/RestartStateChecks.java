package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CommitResOk;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WriteArgs;
import org.nfs41.xdr.op.WriteResOk;

import java.time.Duration;
import java.util.List;

/** What a restart of the server makes of state ids, filehandles and data. */
final class RestartStateChecks {
    private static final String FILE = "file";
    private static final Opaque CONTENT = Opaque.utf8("stable storage");

    @Check(
            id = "LEASE-210",
            rule = "A state id of before a restart is a bad one, and never called stale",
            sends =
                    "OPEN and LOCK; a restart of the server; of the same client, back with a new"
                            + " session: TEST_STATEID, READ, WRITE, CLOSE, FREE_STATEID, LOCKU with"
                            + " the state ids of before",
            accepts =
                    "NFS4ERR_BAD_STATEID each time; for READ and WRITE NFS4ERR_GRACE as well, and"
                            + " never NFS4ERR_STALE_STATEID",
            requirements = {"15.1.16-R01", "15.1.16.5-R01"},
            sections = {"8.2.4", "18.48.3"},
            needs = {Need.FILES, Need.RESTART},
            bugs = "B-112")
    void stateIdOfBefore(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        StateId open = holder.held();
        StateId lock = FileUser.lockStateId(holder.lock(false));
        cx.restartServer();
        Holder back = holder.back();
        Reply tested = back.session().require(Ops.testStateId(open, lock));
        for (NfsStatus status : tested.result(TestStateIdResOk.class).statusCodes()) {
            if (!status.equals(NfsStatus.BAD_STATEID)) {
                throw new CheckFailure(
                        "TEST_STATEID of a state id of before the restart",
                        "NFS4ERR_BAD_STATEID",
                        Describe.status(status));
            }
        }
        for (ArgOp io : List.of(Ops.read(open, 0, 1), Ops.write(open, 0, (byte) 'x'))) {
            requireBad(back.call(io), NfsStatus.BAD_STATEID, NfsStatus.GRACE);
        }
        for (ArgOp op : List.of(Ops.close(open), Ops.freeStateId(lock), Ops.unlock(lock, 0, 1))) {
            requireBad(back.call(op), NfsStatus.BAD_STATEID);
        }
        back.complete();
    }

    private static void requireBad(Reply reply, NfsStatus... accepted) {
        assertThatReply(reply)
                .because("the state id is of before the restart")
                .endsAt(Holder.FIRST, accepted);
    }

    @Check(
            id = "LEASE-211",
            rule = "A persistent filehandle names the same object after a restart",
            sends =
                    "GETATTR of fh_expire_type and fileid of a file and its directory; a kill of"
                            + " the server; the same by filehandle",
            accepts = "NFS4_OK and the same fileid; unsupported if filehandles are volatile",
            requirements = {"4.2.2-R01", "4.2.2-R02"},
            needs = {Need.FILES, Need.RESTART})
    void persistentFilehandle(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        Opaque before = identity(cx, file);
        Opaque parent = identity(cx, cx.directory());
        if (before.intAt(0) != 0) {
            throw cx.unsupported("filehandles are volatile");
        }
        cx.killServer();
        requireSame(before, identity(cx, file));
        requireSame(parent, identity(cx, cx.directory()));
    }

    /** fh_expire_type and fileid. */
    private static Opaque identity(CheckContext cx, FileHandle handle) {
        NfsClient client = cx.newClient();
        Reply reply =
                client.connect()
                        .compound(
                                Ops.putFh(handle),
                                Ops.getAttr(Attribute.FH_EXPIRE_TYPE, Attribute.FILEID));
        assertThatReply(reply).isOk();
        client.close();
        return reply.result(GetAttrResOk.class).objAttributes().values();
    }

    private static void requireSame(Opaque before, Opaque after) {
        if (!before.equals(after)) {
            throw new CheckFailure(
                    "fh_expire_type and fileid by a filehandle of before the restart",
                    before.toString(),
                    after.toString());
        }
    }

    @Check(
            id = "LEASE-212",
            rule = "The write verifier is another one after a restart",
            sends =
                    "WRITE that need not be stable, COMMIT; a kill of the server; COMMIT of the"
                            + " same file",
            accepts =
                    "The same verifier twice, then another one: else no client knows that it has to"
                            + " write again",
            requirements = "18.32.3-R04",
            sections = "18.3.3",
            needs = {Need.FILES, Need.RESTART})
    void writeVerifier(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        Reply written = holder.call(new WriteArgs(holder.held(), 0, StableHow.UNSTABLE, CONTENT));
        assertThatReply(written).isOk();
        long before = written.result(WriteResOk.class).writeVerifier();
        long committed = commit(holder);
        if (committed != before) {
            throw new CheckFailure(
                    "verifier of COMMIT by the same server instance as WRITE",
                    Long.toHexString(before),
                    Long.toHexString(committed));
        }
        cx.killServer();
        Holder back = holder.back();
        long after = commit(back);
        if (after == before) {
            throw new CheckFailure(
                    "verifier after the server was killed",
                    "another than " + Long.toHexString(before),
                    Long.toHexString(after));
        }
        back.complete();
    }

    private static long commit(Holder holder) {
        Reply reply = holder.call(new CommitArgs(0, 0));
        assertThatReply(reply).isOk();
        return reply.result(CommitResOk.class).writeVerifier();
    }

    @Check(
            id = "LEASE-213",
            rule = "What was written to stable storage is there after a crash",
            sends =
                    "WRITE with FILE_SYNC4; a kill of the server; OPEN that reclaims, or an"
                            + " ordinary one when that is refused; READ",
            accepts = "NFS4_OK and what was written",
            requirements = "18.32.3-R01",
            needs = {Need.FILES, Need.RESTART})
    void stableData(CheckContext cx) {
        Holder holder = Holder.of(cx, cx.file(FILE));
        assertThatReply(holder.call(Ops.write(holder.held(), 0, CONTENT.toByteArray()))).isOk();
        Duration lease = holder.lease();
        cx.killServer();
        Holder back = holder.back();
        Reply reclaimed = back.reclaim();
        if (reclaimed.isOk()) {
            back.adopt(reclaimed);
            back.complete();
        } else {
            back.complete();
            back.adopt(Reclaims.openWhenOver(cx, back, lease));
        }
        Reply read = back.call(Ops.read(back.held(), 0, 2 * CONTENT.length()));
        assertThatReply(read).isOk();
        Opaque found = read.result(ReadResOk.class).data();
        if (!found.equals(CONTENT)) {
            throw new CheckFailure(
                    "content after the server was killed", CONTENT.utf8(), found.toString());
        }
        back.close();
    }
}
