package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.DelegationRound;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.HolderView;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.deleg.KeepAny;
import org.nfs41.state.deleg.Recall;
import org.nfs41.state.deleg.WantTable;
import org.nfs41.state.notify.Notices;
import org.nfs41.state.open.DelegationRelief;
import org.nfs41.state.open.DelegationTable;
import org.nfs41.state.open.StateTables;
import org.nfs41.state.open.WrittenFiles;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The delegations of all clients, as operations deal with them: asks for the way to be cleared, has
 * holders called, and keeps each delegated file alive.
 *
 * <p>Every delegation retains its file once in the file system; whatever ends it releases it. Safe
 * for use by several threads. Nobody waits here: who has to is told NFS4ERR_DELAY.
 */
public final class Delegations {
    /** No client has this id. */
    private static final long NOBODY = 0;

    private final DelegationTable<FileRef> table;
    private final DelegationRelief<FileRef> relief;
    private final WrittenFiles<FileRef> written;
    private final Inquiries inquiries;
    private final Promises promises;
    private final NotifiedDirectories notified;
    private final OpenFiles opens;
    private final ExportTable exports;
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
        this.relief = tables.relief();
        this.written = tables.written();
        this.promises = new Promises(tables, wants, exports, calls, policy, leaseNanos);
        this.inquiries = new Inquiries(written, exports, calls, promises::lastTime);
        this.notified =
                new NotifiedDirectories(
                        table,
                        exports,
                        calls,
                        this::send,
                        file -> written.isWithAnother(file, NOBODY));
        this.opens = opens;
        this.exports = exports;
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
        return table.recalledCount();
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
        relief.tick(leaseNanos, now).forEach(this::tell);
        DelegationRound<FileRef> round = table.tick(leaseNanos, now);
        round.recalls().forEach(this::send);
        round.revoked().forEach(Delegations::release);
        promises.keep(now);
        notified.tick(now);
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

    /**
     * Begins an operation on a file that delegations of others may forbid.
     *
     * @return OK, and it must be {@linkplain #end ended}; or DELAY, with nothing begun, while a
     *     delegation has to be returned
     */
    NfsStatus begin(CompoundContext cx, FileRef file, Interference what) {
        return begin(cx, file, what, false);
    }

    /** The same for one that cuts the file to nothing if {@code truncates}. */
    NfsStatus begin(CompoundContext cx, FileRef file, Interference what, boolean truncates) {
        table.begin(file);
        boolean clear = false;
        try {
            clear = isClear(cx, file, what, truncates);
        } finally {
            if (!clear) {
                table.end(file);
            }
        }
        return clear ? NfsStatus.OK : NfsStatus.DELAY;
    }

    /**
     * Carries out an operation that changes directories, whose holders are told of it if they want
     * to. Delegations of those who do not are recalled, as are those of other files, all at once.
     *
     * @param files what else it changes that delegations of others may forbid
     * @param edits what it does to directories; none or at most two
     * @return what {@code action} returns, or DELAY while a delegation has to be returned
     */
    NfsStatus changing(
            CompoundContext cx,
            List<FileRef> files,
            List<DirectoryEdit> edits,
            Supplier<NfsStatus> action) {
        List<FileRef> others = new ArrayList<>(files);
        edits.forEach(edit -> addObject(edit.directory(), others));
        List<FileRef> all = new ArrayList<>(others);
        edits.forEach(edit -> all.add(edit.directory()));
        int begun = 0;
        boolean clear = true;
        try {
            for (FileRef file : all) {
                table.begin(file);
                begun++;
            }
            for (FileRef file : others) {
                clear &= isClear(cx, file, Interference.CHANGING, false);
            }
            boolean watched = false;
            for (DirectoryEdit edit : edits) {
                Clearance<FileRef> clearance = clear(cx, edit);
                clear &= clearance.isClear();
                watched |= clearance.watched();
            }
            if (!clear) {
                return NfsStatus.DELAY;
            }
            return watched
                    ? notified.make(cx, edits, () -> ifClear(cx, edits, action))
                    : action.get();
        } finally {
            all.subList(0, begun).forEach(table::end);
            all.forEach(file -> notified.attributesChanged(file, cx.now()));
        }
    }

    /**
     * A change of an object's named attributes is one of the object: its change attribute grows.
     */
    private static void addObject(FileRef directory, List<FileRef> to) {
        if (directory.inode().type().equals(FileType.NF4ATTRDIR)
                && directory.fileSystem().parent(Credentials.SUPERUSER, directory.inode())
                        instanceof FsResult.Ok<Inode>(Inode object)) {
            to.add(new FileRef(directory.export(), object));
        }
    }

    /**
     * Who was to be told may have lost that when it was known that nobody else changes anything.
     */
    private NfsStatus ifClear(
            CompoundContext cx, List<DirectoryEdit> edits, Supplier<NfsStatus> action) {
        boolean clear = true;
        for (DirectoryEdit edit : edits) {
            clear &= clear(cx, edit).isClear();
        }
        return clear ? action.get() : NfsStatus.DELAY;
    }

    private Clearance<FileRef> clear(CompoundContext cx, DirectoryEdit edit) {
        long clientId = cx.requireSession().client().clientId();
        return sent(table.clear(edit.directory(), clientId, edit.need(), leaseNanos, cx.now()));
    }

    /** Begins an operation without asking whether the way is clear. It must be ended. */
    void announce(FileRef file) {
        table.begin(file);
    }

    /** Ends an operation that was begun. */
    void end(FileRef file) {
        table.end(file);
    }

    /** Whether no delegation of another client is in the way of an open now; if so, recalls it. */
    boolean isClear(CompoundContext cx, FileRef file, Interference what, boolean truncates) {
        long clientId = cx.requireSession().client().clientId();
        return sent(table.clear(file, clientId, what, truncates, leaseNanos, cx.now())).isClear();
    }

    private Clearance<FileRef> sent(Clearance<FileRef> clearance) {
        clearance.recalls().forEach(this::send);
        clearance.revoked().forEach(Delegations::release);
        return clearance;
    }

    /** Whether any file may be written under a delegation. */
    boolean hasWriters() {
        return written.exist();
    }

    /**
     * Whether somebody may write the file of a filehandle, as it came from a client, under a
     * delegation: who looks at it may have to change its attributes. Only to be asked of what
     * {@linkplain ExportTable#isAtHand(Opaque) is at hand}.
     */
    public boolean mayBeWritten(Opaque handle) {
        return hasWriters()
                && exports.resolve(new FileHandle(handle)) instanceof FsResult.Ok<FileRef>(var file)
                && written.mayBe(file);
    }

    /** Whether another client knows size, change attribute and times of a file better. */
    boolean isWithAnother(CompoundContext cx, FileRef file) {
        return written.isWithAnother(file, cx.requireSession().client().clientId());
    }

    /** What a client can know now of the size and change attribute of a file. */
    HolderView<FileRef> view(CompoundContext cx, FileRef file) {
        HolderView<FileRef> view =
                written.view(file, cx.requireSession().client().clientId(), cx.now());
        if (view instanceof HolderView.Unknown<FileRef>(var inquiry, var recall)) {
            if (inquiry != null) {
                inquiries.send(inquiry);
            }
            if (recall != null) {
                send(recall);
            }
        }
        return view;
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

    /** Whatever becomes of it: from who does not part with some they are recalled one by one. */
    private void tell(KeepAny keep) {
        CbRecallAnyArgs args = new CbRecallAnyArgs(keep.many(), RecallableTypes.mask(keep.kinds()));
        calls.call(keep.clientId(), new ClientCall(args, null), outcome -> {});
    }

    private void send(Recall<FileRef> recall) {
        CbRecallArgs args =
                new CbRecallArgs(
                        recall.stateId(), recall.truncates(), exports.handleOf(recall.file()));
        calls.call(
                recall.clientId(),
                new ClientCall(args, recall.cause()),
                outcome -> table.called(recall, isHeard(outcome)));
    }

    /**
     * Whether the holder has heard. One that says that it knows no such delegation may not have
     * seen the reply that gave it (RFC 8881 section 2.10.6.3): it is told again.
     */
    private static boolean isHeard(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Answered(var result) && result.status().isOk();
    }

    static boolean retain(FileRef file) {
        return file.fileSystem().retain(file.inode()).isOk();
    }

    static void release(FileRef file) {
        file.fileSystem().release(file.inode());
    }
}
