package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.TestStateIdResOk;

/**
 * A client that has a file of the check's directory open for reading and writing. Operations come
 * behind SEQUENCE and PUTFH of the file, so that the first has position 2.
 */
final class FileUser {
    /** The position of the first operation. */
    static final int FIRST = 2;

    /** As a length: to the end of the file. */
    static final long TO_END = -1;

    private final NfsSession session;
    private final FileHandle file;
    private final StateId open;

    private FileUser(NfsSession session, FileHandle file, StateId open) {
        this.session = session;
        this.file = file;
        this.open = open;
    }

    /** A new client with a new file. */
    static FileUser of(CheckContext cx, String name) {
        return of(cx.newClient().connect(), cx.file(name));
    }

    /** The client of this session with a file that is there. */
    static FileUser of(NfsSession session, FileHandle file) {
        Reply opened =
                session.require(
                        Ops.putFh(file),
                        open("opener", OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE));
        return new FileUser(session, file, opened.result(OpenResOk.class).stateId());
    }

    /** Another new client with the same file. */
    FileUser another(CheckContext cx) {
        return of(cx.newClient().connect(), file);
    }

    /** OPEN of the current filehandle, without a delegation. */
    static OpenArgs open(String owner, int access, int deny) {
        return new OpenArgs(
                0,
                access | OpenShare.ACCESS_WANT_NO_DELEG,
                deny,
                new OpenOwner(0, Opaque.utf8(owner)),
                new OpenFlag.NoCreate(),
                new OpenClaim.Fh());
    }

    NfsSession session() {
        return session;
    }

    FileHandle file() {
        return file;
    }

    /** What the file was opened with. */
    StateId open() {
        return open;
    }

    /** One more open by another owner. */
    StateId openAs(String owner, int access) {
        return require(open(owner, access, OpenShare.DENY_NONE)).result(OpenResOk.class).stateId();
    }

    /** Sends operations on the file. */
    Reply call(ArgOp... ops) {
        return session.compound(onFile(ops));
    }

    /** The same, all of which have to succeed. */
    Reply require(ArgOp... ops) {
        return session.require(onFile(ops));
    }

    /** Puts PUTFH of the file in front. */
    ArgOp[] onFile(ArgOp... ops) {
        ArgOp[] all = new ArgOp[ops.length + 1];
        all[0] = Ops.putFh(file);
        System.arraycopy(ops, 0, all, 1, ops.length);
        return all;
    }

    /** Locks for an owner under the open; it has to succeed. */
    StateId lock(String owner, LockType type, long offset, long length) {
        return lockStateId(require(Ops.lock(open, owner, type, offset, length)));
    }

    /** Unlocks; it has to succeed. */
    StateId unlock(StateId lock, long offset, long length) {
        return require(Ops.unlock(lock, offset, length)).result(LockUResOk.class).lockStateId();
    }

    static StateId lockStateId(Reply reply) {
        return reply.result(LockResOk.class).lockStateId();
    }

    /** For this client the bytes are free: LOCKT of a write lock finds nothing. */
    void requireFree(String why, long offset, long length) {
        assertThatReply(call(Ops.lockTest("tester", LockType.WRITE_LT, offset, length)))
                .because(why)
                .endsAt(FIRST, NfsStatus.OK);
    }

    /** For this client a byte is locked: LOCKT of a lock of this type is denied. */
    void requireDenied(String why, LockType type, long offset, long length) {
        assertThatReply(call(Ops.lockTest("tester", type, offset, length)))
                .because(why)
                .endsAt(FIRST, NfsStatus.DENIED);
    }

    /** TEST_STATEID has to say this of a state id. */
    void requireState(String what, StateId stateId, NfsStatus expected) {
        NfsStatus actual =
                session.require(Ops.testStateId(stateId))
                        .result(TestStateIdResOk.class)
                        .statusCodes()
                        .getFirst();
        if (!actual.equals(expected)) {
            throw new CheckFailure(
                    "TEST_STATEID of " + what, Describe.status(expected), Describe.status(actual));
        }
    }
}
