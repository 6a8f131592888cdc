package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.KeepAny;
import org.nfs41.state.deleg.RoomSignal;
import org.nfs41.state.deleg.WantTable;
import org.nfs41.state.open.DelegationRecalls;
import org.nfs41.state.open.DelegationRelief;
import org.nfs41.state.open.DelegationTable;
import org.nfs41.state.open.StateTables;
import org.nfs41.state.open.WrittenFiles;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallableObjAvailArgs;
import org.nfs41.xdr.cb.CbWantsCancelledArgs;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The delegations that clients have been promised for when nobody is in the way any more: given by
 * CB_PUSH_DELEG, or taken back by CB_WANTS_CANCELLED (RFC 8881 sections 18.49, 20.5 and 20.10). And
 * what was promised to those for whom there was no room: CB_RECALLABLE_OBJ_AVAIL (section 20.7).
 *
 * <p>Safe for use by several threads.
 */
final class Promises {
    private final DelegationTable<FileRef> table;
    private final DelegationRecalls<FileRef> recalls;
    private final DelegationRelief<FileRef> relief;
    private final WrittenFiles<FileRef> written;
    private final WantTable<FileRef> wants;
    private final ExportTable exports;
    private final ClientCalls calls;
    private final DelegationPolicy policy;
    private final long leaseNanos;

    /** Still to be released, which may wait for storage; who hears of calls must not. */
    private final Queue<FileRef> rejected = new ConcurrentLinkedQueue<>();

    /** When promises were last looked through. */
    private volatile long now;

    Promises(
            StateTables<FileRef> tables,
            WantTable<FileRef> wants,
            ExportTable exports,
            ClientCalls calls,
            DelegationPolicy policy,
            long leaseNanos) {
        this.table = tables.delegations();
        this.recalls = tables.recalls();
        this.relief = tables.relief();
        this.written = tables.written();
        this.wants = wants;
        this.exports = exports;
        this.calls = calls;
        this.policy = policy;
        this.leaseNanos = leaseNanos;
    }

    /** Keeps those that can be kept now. */
    void keep(long time) {
        now = time;
        for (FileRef file = rejected.poll(); file != null; file = rejected.poll()) {
            Delegations.release(file);
        }
        wants.toPush().forEach(want -> offer(want, time));
        relief.signals(wants, calls::reachable).forEach(this::signal);
    }

    /** When promises were last looked through: the time, as of some moments ago. */
    long lastTime() {
        return now;
    }

    /** Promises a client a delegation; false if that cannot be promised. */
    boolean want(CompoundContext cx, FileRef file, List<DelegationKind> kinds) {
        return add(cx, file, kinds, WantTable.Promise.PUSH);
    }

    /**
     * Promises a client that could have none for want of room that it is told when there is some;
     * false if that cannot be promised. What it has been promised already holds.
     */
    boolean wantRoom(CompoundContext cx, FileRef file, List<DelegationKind> kinds) {
        long clientId = cx.requireSession().client().clientId();
        return calls.reachable(clientId)
                && (wants.has(clientId, file) || add(cx, file, kinds, WantTable.Promise.SIGNAL));
    }

    private boolean add(
            CompoundContext cx,
            FileRef file,
            List<DelegationKind> kinds,
            WantTable.Promise promise) {
        ClientRecord client = cx.requireSession().client();
        boolean added = wants.add(client, file, kinds, promise);
        if (added && client.ended()) {
            // its wants may have been released before this was one of them
            wants.release(client.clientId());
            return false;
        }
        return added;
    }

    /** Whether a request would have a second want of a file noted (section 18.16.3). */
    boolean isAlreadyWanted(CompoundContext cx, FileRef file, int shareAccess) {
        boolean later =
                DelegationWant.isForLater(shareAccess) || DelegationWant.isForRoom(shareAccess);
        return later && wants.has(cx.requireSession().client().clientId(), file);
    }

    /** Forgets what a client wants of a file. */
    void cancelWant(CompoundContext cx, FileRef file) {
        wants.remove(cx.requireSession().client().clientId(), file);
    }

    /** Gives a client what it has been promised, if nobody is in the way now. */
    private void offer(WantTable.Want<FileRef> want, long time) {
        long clientId = want.holder().clientId();
        FileRef file = want.file();
        if (!calls.reachable(clientId) || !want.beginOffer()) {
            return;
        }
        if (!Delegations.retain(file)) {
            // the file is gone
            cancelled(want);
            return;
        }
        long pause = policy.pauseNanos(leaseNanos);
        Granted granted = table.grant(want.holder(), file, want.kinds(), null, pause, time);
        if (!(granted instanceof Granted.Yes yes)) {
            Delegations.release(file);
            if (granted instanceof Granted.No no && no.held() != null) {
                // it has got one by an OPEN
                wants.remove(want);
            } else {
                want.withdrawOffer();
            }
            return;
        }
        if (yes.kind() == DelegationKind.WRITE) {
            noteChange(yes, clientId, file);
        }
        CbPushDelegArgs args =
                new CbPushDelegArgs(exports.handleOf(file), DelegationOffers.encoded(yes));
        calls.call(
                clientId,
                new ClientCall(args, null, () -> table.isInForce(yes.stateId(), clientId)),
                outcome -> offered(want, yes, outcome));
    }

    private void offered(WantTable.Want<FileRef> want, Granted.Yes given, CallOutcome outcome) {
        long clientId = want.holder().clientId();
        FileRef file = want.file();
        if (outcome.equals(CallOutcome.NOT_EXECUTED)) {
            // a delegation that the client cannot know of could never be returned
            takeBack(given, clientId, file);
            want.withdrawOffer();
        } else if (!(outcome instanceof CallOutcome.Answered(var result))) {
            // whether the client has it is not known: it must give it back if it has
            wants.remove(want);
            recalls.recall(given.stateId(), clientId, now);
        } else if (result.status().isOk()) {
            wants.remove(want);
        } else {
            takeBack(given, clientId, file);
            if (result.status().equals(NfsStatus.REJECT_DELEG)) {
                wants.remove(want);
            } else if (want.offeredInVain()) {
                cancelled(want);
            }
        }
    }

    private void takeBack(Granted.Yes given, long clientId, FileRef file) {
        if (table.giveBack(given.stateId(), clientId, file).isOk()) {
            rejected.add(file);
        }
    }

    /** Takes promises back: the client is told that what it waits for will not come. */
    private void cancelled(WantTable.Want<FileRef> want) {
        long clientId = want.holder().clientId();
        wants.cancel(clientId, WantTable.Promise.PUSH);
        calls.call(
                clientId,
                new ClientCall(new CbWantsCancelledArgs(true, false), null),
                outcome -> {
                    // a client that has not heard has lost a hint, no state
                });
    }

    /** What is promised is that the client is told, not that it finds room when it comes. */
    private void signal(RoomSignal<FileRef> signal) {
        KeepAny keep = signal.many();
        CbRecallableObjAvailArgs args =
                new CbRecallableObjAvailArgs(keep.many(), RecallableTypes.mask(keep.kinds()));
        calls.call(
                keep.clientId(),
                new ClientCall(args, null),
                outcome -> {
                    for (WantTable.Want<FileRef> want : signal.wants()) {
                        if (outcome instanceof CallOutcome.Answered) {
                            wants.remove(want);
                        } else {
                            want.withdrawOffer();
                        }
                    }
                });
    }

    /** Notes the change attribute that a new holder of a write delegation begins with. */
    void noteChange(Granted.Yes given, long clientId, FileRef file) {
        if (file.fileSystem().getAttributes(Credentials.SUPERUSER, file.inode())
                instanceof FsResult.Ok<FileStat>(FileStat stat)) {
            written.startsWith(given.stateId(), clientId, stat.change());
        }
    }
}
