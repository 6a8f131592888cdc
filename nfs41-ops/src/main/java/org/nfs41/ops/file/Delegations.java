package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.WantTable;
import org.nfs41.state.notify.Notices;
import org.nfs41.state.open.DelegationRecalls;
import org.nfs41.state.open.DelegationTable;
import org.nfs41.state.open.StateTables;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;

import java.util.List;

/**
 * The delegations of all clients, as operations deal with them: gives them, takes them back and
 * keeps each delegated file alive. What else there is about them is in parts of its own, which hang
 * together here.
 *
 * <p>Every delegation retains its file once in the file system; whatever ends it releases it. Safe
 * for use by several threads.
 */
public final class Delegations {
    private final DelegationTable<FileRef> table;
    private final DelegationRecalls<FileRef> recalled;
    private final Recalls recalls;
    private final Clearances clearances;
    private final Inquiries inquiries;
    private final Promises promises;
    private final NotifiedDirectories notified;
    private final OpenFiles opens;
    private final ClientCalls calls;
    private final DelegationPolicy policy;
    private final long leaseNanos;

    /**
     * Delegations as {@code tables} know them.
     *
     * @param wants what clients have been promised, which must also be what the client table is
     *     told of
     * @param opens the opens, of the same tables
     * @param exports gives the filehandles that clients are called with
     * @param calls how clients are reached
     * @param leaseNanos how long a holder has to return what is recalled
     */
    public Delegations(
            StateTables<FileRef> tables,
            WantTable<FileRef> wants,
            OpenFiles opens,
            ExportTable exports,
            ClientCalls calls,
            DelegationPolicy policy,
            long leaseNanos) {
        this.table = tables.delegations();
        this.recalled = tables.recalls();
        this.recalls = new Recalls(recalled, tables.relief(), exports, calls, leaseNanos);
        this.promises = new Promises(tables, wants, exports, calls, policy, leaseNanos);
        this.inquiries =
                new Inquiries(tables.written(), exports, calls, recalls, promises::lastTime);
        this.notified =
                new NotifiedDirectories(
                        tables.watches(), exports, calls, recalls, inquiries::isWithSomebody);
        this.clearances = new Clearances(tables.conflicts(), recalls, notified, leaseNanos);
        this.opens = opens;
        this.calls = calls;
        this.policy = policy;
        this.leaseNanos = leaseNanos;
    }

    /** How many there are, revoked ones that have not been freed among them. */
    public int count() {
        return table.count();
    }

    /** How many are being recalled. */
    public int recalledCount() {
        return recalled.count();
    }

    /**
     * Does what the time demands: when there is hardly room for more, who has most is told to part
     * with some; holders that have not heard of a recall are called again, and what was not
     * returned in time is revoked; what was promised is given when nobody is in the way any more.
     * To be called some times in each lease.
     *
     * @param now in the same monotonic nanoseconds as each COMPOUND's time
     */
    public void tick(long now) {
        recalls.tick(now);
        promises.keep(now);
        notified.tick(now);
    }

    /**
     * Whether somebody may write the file of a filehandle, as it came from a client, under a
     * delegation: who looks at it may have to change its attributes. Only to be asked of what
     * {@linkplain ExportTable#isAtHand(Opaque) is at hand}.
     */
    public boolean mayBeWritten(Opaque handle) {
        return inquiries.mayBeWritten(handle);
    }

    /** The way of operations that delegations of others can forbid. */
    Clearances clearances() {
        return clearances;
    }

    /** What is written under delegations. */
    Inquiries inquiries() {
        return inquiries;
    }

    /** What holders of directories' delegations are told. */
    NotifiedDirectories notified() {
        return notified;
    }

    /** What clients get later. */
    Promises promises() {
        return promises;
    }

    /** Who is given delegations. */
    DelegationPolicy policy() {
        return policy;
    }

    /** Gives a client a delegation of one of these kinds, the best first, if it can have it. */
    Granted grant(CompoundContext cx, FileRef file, List<DelegationKind> kinds) {
        return grant(cx, file, kinds, null);
    }

    /**
     * The same of a directory.
     *
     * @param notices what its holder is told of; null if changes recall the delegation
     */
    Granted grant(
            CompoundContext cx,
            FileRef file,
            List<DelegationKind> kinds,
            @Nullable Notices notices) {
        ClientRecord client = cx.requireSession().client();
        if (file.fileSystem().mayChangeUnseen()) {
            return new Granted.No(WhyNoDelegation.NOT_SUPP_FTYPE, null);
        }
        if (!calls.reachable(client.clientId())
                || !file.fileSystem().hasRoomToRetain()
                || !retain(file)) {
            return Granted.No.RESOURCE;
        }
        long pause = policy.pauseNanos(leaseNanos);
        return kept(
                client,
                file,
                table.grant(client, file, kinds, cx.requestId(), notices, pause, cx.now()));
    }

    /** Takes back a delegation that its client has not been told of. */
    void withdraw(CompoundContext cx, FileRef file, StateId id) {
        if (table.giveBack(id, cx.requireSession().client().clientId(), file).isOk()) {
            release(file);
        }
    }

    /** Gives a client back what it had before a restart. */
    Granted reclaim(CompoundContext cx, FileRef file, DelegationKind kind) {
        ClientRecord client = cx.requireSession().client();
        if (!retain(file)) {
            return Granted.No.RESOURCE;
        }
        boolean keep =
                policy != DelegationPolicy.OFF
                        && !file.fileSystem().mayChangeUnseen()
                        && calls.reachable(client.clientId());
        return kept(
                client, file, table.reclaim(client, file, kind, cx.requestId(), keep, cx.now()));
    }

    private Granted kept(ClientRecord client, FileRef file, Granted granted) {
        if (!(granted instanceof Granted.Yes yes && yes.isNew())) {
            release(file);
        } else if (yes.kind() == DelegationKind.WRITE) {
            promises.noteChange(yes, client.clientId(), file);
        }
        if (granted instanceof Granted.Yes && client.ended()) {
            // its state may have been released before this delegation was part of it
            opens.release(client.clientId());
            return Granted.No.RESOURCE;
        }
        return granted;
    }

    /** DELEGRETURN of the current file's delegation. */
    NfsStatus giveBack(CompoundContext cx, StateId argument) {
        FileRef file = cx.requireCurrent();
        StateId meant = CurrentStateId.resolve(cx, argument);
        long clientId = cx.requireSession().client().clientId();
        NfsStatus status = table.giveBack(meant, clientId, file);
        if (status.isOk()) {
            release(file);
        }
        return status;
    }

    /**
     * Whether a state id is a delegation of a file that the client has.
     *
     * @param access what it is to allow: bits of {@link org.nfs41.state.open.Share}
     * @return OK, OPENMODE if it does not allow that, or what its use is answered with
     */
    NfsStatus check(CompoundContext cx, StateId argument, FileRef file, int access) {
        StateId meant = CurrentStateId.resolve(cx, argument);
        return table.check(meant, cx.requireSession().client().clientId(), file, access);
    }

    static boolean retain(FileRef file) {
        return file.fileSystem().retain(file.inode()).isOk();
    }

    static void release(FileRef file) {
        file.fileSystem().release(file.inode());
    }
}
