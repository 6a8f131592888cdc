package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.OpenToLockOwner;

import java.time.Duration;
import java.util.Objects;

/**
 * A client that has a file open, and comes back for it when the server has restarted. Operations
 * come behind SEQUENCE and PUTFH of the file, so that the first has position 2.
 */
final class Holder {
    /** The position of the first operation. */
    static final int FIRST = 2;

    /** What is locked: so many bytes from the beginning. */
    static final long LOCKED = 10;

    private static final String OWNER = "owner";

    private final CheckContext cx;
    private final NfsClient client;
    private final NfsSession session;
    private final FileHandle file;
    private final int access;
    private final int deny;
    private @Nullable StateId held;
    private @Nullable StateId locked;

    private Holder(
            CheckContext cx,
            NfsClient client,
            NfsSession session,
            FileHandle file,
            int access,
            int deny) {
        this.cx = cx;
        this.client = client;
        this.session = session;
        this.file = file;
        this.access = access;
        this.deny = deny;
    }

    /** A new client that has the file open like this. */
    static Holder of(CheckContext cx, FileHandle file, int access, int deny) {
        return of(cx, cx.newClient(), file, access, deny);
    }

    /** The same of another client, which has sent nothing yet. */
    static Holder of(CheckContext cx, NfsClient client, FileHandle file, int access, int deny) {
        Holder holder = new Holder(cx, client, client.connect(), file, access, deny);
        holder.opened();
        return holder;
    }

    /** The usual one: it reads and writes, and nobody else may write. */
    static Holder of(CheckContext cx, FileHandle file) {
        return of(cx, file, OpenShare.ACCESS_BOTH, OpenShare.DENY_WRITE);
    }

    /** A new client that has completed its reclaim, of nothing, and opened nothing. */
    static Holder idle(CheckContext cx, FileHandle file, int access, int deny) {
        NfsClient client = cx.newClient();
        return new Holder(cx, client, client.connect(), file, access, deny);
    }

    /** A client that wants to write what others hold; it has completed its reclaim of nothing. */
    static Holder writer(CheckContext cx, FileHandle file) {
        return idle(cx, file, OpenShare.ACCESS_WRITE, OpenShare.DENY_NONE);
    }

    /**
     * The same client after a restart of the server: a new client id and session, nothing reclaimed
     * yet.
     */
    Holder back() {
        NfsClient again = cx.newClient(client.owner(), client.config().credential());
        return new Holder(cx, again, again.createSession(), file, access, deny);
    }

    /** The client after it has itself restarted: another verifier, nothing reclaimed yet. */
    Holder reborn() {
        NfsClient next = cx.restarted(client);
        return new Holder(cx, next, next.createSession(), file, access, deny);
    }

    /** Another client, which has completed no reclaim, and about the same file. */
    Holder with(NfsClient other) {
        return new Holder(cx, other, other.createSession(), file, access, deny);
    }

    /** The client of this session, which is ready for use, and this file. */
    static Holder on(CheckContext cx, NfsSession session, FileHandle file, int access, int deny) {
        return new Holder(cx, session.client(), session, file, access, deny);
    }

    /** The same client, about another file or wanting it otherwise. */
    Holder with(FileHandle other, int otherAccess, int otherDeny) {
        return new Holder(cx, client, session, other, otherAccess, otherDeny);
    }

    NfsClient client() {
        return client;
    }

    NfsSession session() {
        return session;
    }

    FileHandle file() {
        return file;
    }

    /** What it was given for its open last. */
    StateId held() {
        return Objects.requireNonNull(held, "nothing is open");
    }

    /** Sends operations on the file. */
    Reply call(ArgOp... ops) {
        ArgOp[] all = new ArgOp[ops.length + 1];
        all[0] = Ops.putFh(file);
        System.arraycopy(ops, 0, all, 1, ops.length);
        return session.compound(all);
    }

    /** OPEN as an ordinary one. */
    Reply open() {
        return call(open(new OpenClaim.Fh()));
    }

    /** OPEN of what it had before the restart. */
    Reply reclaim() {
        return reclaim(OpenDelegationType.NONE);
    }

    /** The same, and of a delegation that it had with it. */
    Reply reclaim(OpenDelegationType delegation) {
        return call(open(new OpenClaim.Previous(delegation)));
    }

    /** Opens in the ordinary way; it has to succeed. */
    StateId opened() {
        return adopt(open());
    }

    /** Goes on with an OPEN that has to have succeeded. */
    StateId adopt(Reply reply) {
        assertThatReply(reply).isOk();
        StateId given = reply.result(OpenResOk.class).stateId();
        held = given;
        return given;
    }

    /**
     * Reclaims its open, which has to succeed, unless the server lets nobody reclaim anything.
     *
     * @param why it has to
     */
    StateId reclaimed(String why) {
        return adopt(Reclaims.required(cx, why, reclaim()));
    }

    /** The server's lease time. */
    Duration lease() {
        Reply reply = session.require(Ops.putRootFh(), Ops.getAttr(Attribute.LEASE_TIME));
        Opaque values = reply.result(GetAttrResOk.class).objAttributes().values();
        return Duration.ofSeconds(Integer.toUnsignedLong(values.intAt(0)));
    }

    /** LOCK under the open for writing, of a range that is always the same. */
    Reply lock(boolean reclaim) {
        return lock(LockType.WRITE_LT, reclaim);
    }

    /** LOCK under the open, of the same range. */
    Reply lock(LockType type, boolean reclaim) {
        LockOwner owner = new LockOwner(0, Opaque.utf8(OWNER));
        Locker locker = new Locker.New(new OpenToLockOwner(0, held(), 0, owner));
        Reply reply = call(new LockArgs(type, reclaim, 0, LOCKED, locker));
        if (reply.isOk()) {
            locked = FileUser.lockStateId(reply);
        }
        return reply;
    }

    /** Says that it has reclaimed all there is; it has to succeed. */
    void complete() {
        session.require(Ops.reclaimComplete());
    }

    /** Unlocks what it has locked, which a server may want first, and closes the file. */
    void close() {
        StateId lock = locked;
        if (lock != null) {
            assertThatReply(call(Ops.unlock(lock, 0, LOCKED))).isOk();
        }
        assertThatReply(call(Ops.close(held()))).isOk();
    }

    /** Has to be refused what it wants anew, because somebody may be about to reclaim it. */
    void requireGrace(String why) {
        assertThatReply(open()).because(why).endsAt(FIRST, NfsStatus.GRACE);
    }

    private OpenArgs open(OpenClaim claim) {
        boolean plain =
                !(claim instanceof OpenClaim.Previous(OpenDelegationType wanted))
                        || wanted.equals(OpenDelegationType.NONE);
        return new OpenArgs(
                0,
                plain ? access | OpenShare.ACCESS_WANT_NO_DELEG : access,
                deny,
                new OpenOwner(0, Opaque.utf8(OWNER)),
                new OpenFlag.NoCreate(),
                claim);
    }
}
