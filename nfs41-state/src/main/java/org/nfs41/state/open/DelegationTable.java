package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.callback.RequestId;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.DelegationRound;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.deleg.Recall;
import org.nfs41.state.notify.NoticeNeed;
import org.nfs41.state.notify.Notices;
import org.nfs41.state.notify.Watch;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The delegations of a server's files: who gets them, who has to return them, and from whom they
 * are taken (RFC 8881 sections 10.2 and 10.4). What else there is to do with their state ids,
 * {@link StateIds} does.
 *
 * <p>An operation that delegations of others can forbid {@linkplain #begin begins}, asks whether
 * the way is {@linkplain #clear}, is carried out if it is, and {@linkplain #end ends}. OPEN need
 * not, unless it cuts the file: the open itself keeps others' delegations away.
 *
 * <p>Of the delegations of a file no two are in each other's way but reclaimed ones, which then are
 * all being recalled. Safe for use by several threads; whatever finds a delegation, or might, locks
 * the one file.
 *
 * @param <F> what names a file
 */
public final class DelegationTable<F> {
    private final StateIds<F> ids;
    private final StateHolders<F> holders;
    private final FileTable<F> files;

    private final Places places;

    /** Of those that were revoked and not freed yet. */
    private final Places lostPlaces;

    private final Underway underway = new Underway();
    private final RecentConflicts conflicts = new RecentConflicts();
    private final Delegated<F> all;

    DelegationTable(
            StateIds<F> ids,
            StateHolders<F> holders,
            FileTable<F> files,
            Places places,
            Places lostPlaces,
            Delegated<F> all) {
        this.ids = ids;
        this.holders = holders;
        this.files = files;
        this.places = places;
        this.lostPlaces = lostPlaces;
        this.all = all;
    }

    /** Announces an operation on a file: until it has ended, nobody is given a delegation. */
    public void begin(F file) {
        underway.begin(files.identityOf(file));
    }

    /** Says that an operation has ended that had begun. */
    public void end(F file) {
        underway.end(files.identityOf(file));
    }

    /**
     * Whether delegations of other clients let an operation be carried out. Those that do not are
     * recalled, all of them, unless they are already, or give way: with the lease of their holder,
     * or when it has had them for {@code patience} since they were recalled (section 10.4.5).
     *
     * @param clientId who wants it; its own delegation is never in its way
     * @param truncates whether it cuts the file to nothing
     * @param patience nanoseconds
     * @param now monotonic nanoseconds
     */
    public Clearance<F> clear(
            F file, long clientId, Interference what, boolean truncates, long patience, long now) {
        return clear(file, clientId, what, truncates, null, patience, now);
    }

    /**
     * The same of a change of a directory, which does not recall the delegations whose holders can
     * be told of it. Whether it has to be told to anybody, the holder who makes the change among
     * them, is for certain only when the change has begun.
     */
    public Clearance<F> clear(
            F directory, long clientId, NoticeNeed need, long patience, long now) {
        return clear(directory, clientId, Interference.CHANGING, false, need, patience, now);
    }

    private Clearance<F> clear(
            F file,
            long clientId,
            Interference what,
            boolean truncates,
            @Nullable NoticeNeed need,
            long patience,
            long now) {
        FileOpens<F> opens = files.find(file);
        if (opens == null) {
            return Clearance.clear();
        }
        synchronized (opens) {
            List<DelegationState<F>> disturbed = opens.disturbedLocked(clientId, file, what, need);
            if (!disturbed.isEmpty()) {
                return clearLocked(opens, disturbed, truncates, patience, now);
            }
            return need != null && !opens.watchingLocked().isEmpty()
                    ? Clearance.clearButWatched()
                    : Clearance.clear();
        }
    }

    /** Those who are to be told of a directory's changes. */
    public List<Watch<F>> watches(F directory) {
        FileOpens<F> opens = files.find(directory);
        if (opens == null) {
            return List.of();
        }
        synchronized (opens) {
            return opens.watchingLocked().stream()
                    .map(DelegationState::watch)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /** Those who are to be told of changes of any directory. */
    public List<Watch<F>> watches() {
        return all.watching.isEmpty()
                ? List.of()
                : all.watching.stream()
                        .map(DelegationState::watch)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private Clearance<F> clearLocked(
            FileOpens<F> opens,
            List<DelegationState<F>> disturbed,
            boolean truncates,
            long patience,
            long now) {
        conflicts.note(opens.key, now);
        List<F> revoked = new ArrayList<>();
        List<Recall<F>> recalls = new ArrayList<>(disturbed.size());
        for (DelegationState<F> state : disturbed) {
            if (state.client.holder.lapsed(now)) {
                ids.revokeLocked(state, RevocationCause.LEASE_EXPIRED);
                revoked.add(state.name);
            } else if (state.isOverdueLocked(now, patience)) {
                ids.revokeLocked(state, RevocationCause.NOT_RETURNED);
                revoked.add(state.name);
            } else if (!state.isRecalledLocked()) {
                state.recallLocked(truncates, false, now);
                addDue(state, recalls);
            }
        }
        files.dropIfEmptyLocked(opens);
        boolean isClear = revoked.size() == disturbed.size();
        boolean watched = !opens.watchingLocked().isEmpty();
        return new Clearance<>(isClear, recalls, revoked, watched);
    }

    /**
     * Gives a delegation, if nobody is in the way: no open or delegation of another client, no
     * operation that is being carried out, and no recall now or within {@code pause}. Not to a
     * client that has one, or that has not returned one and not taken note that it is lost.
     *
     * @param kinds what may be given, the best first
     * @param cause the request that asks for it
     * @param pause nanoseconds
     * @param now monotonic nanoseconds
     */
    public Granted grant(
            StateHolder holder,
            F file,
            List<DelegationKind> kinds,
            @Nullable RequestId cause,
            long pause,
            long now) {
        return grant(holder, file, kinds, cause, null, pause, now);
    }

    /**
     * The same of a directory.
     *
     * @param notices takes what its holder is to be told; null if changes recall the delegation
     */
    public Granted grant(
            StateHolder holder,
            F file,
            List<DelegationKind> kinds,
            @Nullable RequestId cause,
            @Nullable Notices notices,
            long pause,
            long now) {
        ClientStates<F> client = holders.of(holder);
        return files.apply(
                file, opens -> grantLocked(client, opens, file, kinds, cause, notices, pause, now));
    }

    private Granted grantLocked(
            ClientStates<F> client,
            FileOpens<F> opens,
            F file,
            List<DelegationKind> kinds,
            @Nullable RequestId cause,
            @Nullable Notices notices,
            long pause,
            long now) {
        DelegationState<F> held = opens.delegationOfLocked(client.clientId, file);
        if (held != null) {
            return refused(held.kind, kinds);
        }
        if (client.hasFailedToReturn()) {
            return Granted.No.RESOURCE;
        }
        if (underway.isBusy(opens.key)
                || opens.isRecallingLocked()
                || conflicts.isRecent(opens.key, pause, now)) {
            return Granted.No.CONTENTION;
        }
        for (DelegationKind kind : kinds) {
            if (!opens.isInTheWayLocked(client.clientId, file, kind)) {
                DelegationState<F> state = addLocked(client, opens, file, kind, cause, notices);
                return state == null
                        ? Granted.No.RESOURCE
                        : new Granted.Yes(state.id(), kind, false, true);
            }
        }
        return Granted.No.CONTENTION;
    }

    private static Granted refused(DelegationKind held, List<DelegationKind> kinds) {
        if (kinds.contains(held)) {
            return new Granted.No(WhyNoDelegation.CONTENTION, held);
        }
        return new Granted.No(
                held == DelegationKind.READ
                        ? WhyNoDelegation.NOT_SUPP_UPGRADE
                        : WhyNoDelegation.NOT_SUPP_DOWNGRADE,
                held);
    }

    /**
     * Gives a delegation back that a client had before a restart. It always gets it; but if another
     * client's open or delegation is in the way it is recalled with that, and so are the others
     * (RFC 8881 sections 10.2.1 and 18.16.3).
     *
     * @param keep whether it may keep it if nobody is in the way: it can be called, and delegations
     *     are given at all
     */
    public Granted reclaim(
            StateHolder holder,
            F file,
            DelegationKind kind,
            @Nullable RequestId cause,
            boolean keep,
            long now) {
        ClientStates<F> client = holders.of(holder);
        return files.apply(
                file, opens -> reclaimLocked(client, opens, file, kind, cause, keep, now));
    }

    private Granted reclaimLocked(
            ClientStates<F> client,
            FileOpens<F> opens,
            F file,
            DelegationKind kind,
            @Nullable RequestId cause,
            boolean keep,
            long now) {
        DelegationState<F> state = opens.delegationOfLocked(client.clientId, file);
        if (state != null) {
            // it comes with each open of the file that is reclaimed
            return new Granted.Yes(state.id(), state.kind, state.isRecalledLocked(), false);
        }
        boolean inTheWay = opens.isInTheWayLocked(client.clientId, file, kind);
        state = addLocked(client, opens, file, kind, cause, null);
        if (state == null) {
            return Granted.No.RESOURCE;
        }
        if (inTheWay || !keep) {
            state.recallLocked(false, true, now);
        }
        if (inTheWay) {
            for (DelegationState<F> other : opens.excludedLocked(state)) {
                if (!other.isRecalledLocked()) {
                    other.recallLocked(false, false, now);
                }
            }
        }
        return new Granted.Yes(state.id(), kind, state.isRecalledLocked(), true);
    }

    private @Nullable DelegationState<F> addLocked(
            ClientStates<F> client,
            FileOpens<F> opens,
            F file,
            DelegationKind kind,
            @Nullable RequestId cause,
            @Nullable Notices notices) {
        if (!client.delegations.take(1)) {
            return null;
        }
        StateId id = ids.next(client.clientId);
        DelegationState<F> state =
                new DelegationState<>(kind, client, opens, file, id, cause, notices, all);
        opens.addLocked(state);
        ids.add(state);
        client.states.add(state);
        if (client.released) {
            // who releases may have gone through the client's states before this was among them
            ids.removeLocked(state);
            return null;
        }
        return state;
    }

    /**
     * DELEGRETURN (RFC 8881 section 18.6).
     *
     * @return OK, BAD_STATEID, OLD_STATEID or the status of a {@link RevocationCause}
     */
    public NfsStatus giveBack(StateId id, long clientId, F file) {
        if (!(ids.find(id, clientId, file) instanceof DelegationState<F> state)) {
            return ids.orRevoked(NfsStatus.BAD_STATEID, id, clientId);
        }
        synchronized (state.file) {
            NfsStatus status = state.check(id.seqid(), Share.NONE);
            if (status.isOk()) {
                ids.removeLocked(state);
                files.dropIfEmptyLocked(state.file);
            }
            return ids.orRevoked(status, id, clientId);
        }
    }

    /**
     * Whether a state id is a delegation of a file that the client has.
     *
     * @param access what it is to allow: bits of {@link Share}
     * @return OK, OPENMODE if it does not allow that, or what its use is answered with
     */
    public NfsStatus check(StateId id, long clientId, F file, int access) {
        NfsStatus status =
                ids.find(id, clientId, file) instanceof DelegationState<F> state
                        ? state.check(id.seqid(), access)
                        : NfsStatus.BAD_STATEID;
        return ids.orRevoked(status, id, clientId);
    }

    /**
     * Has a delegation returned although nobody is in its way, now.
     *
     * @param now monotonic nanoseconds
     * @return the recall to send, or null if it has ended or been recalled before
     */
    public @Nullable Recall<F> recallNow(StateId id, long clientId, long now) {
        recall(id, clientId, now);
        if (ids.find(id, clientId, null) instanceof DelegationState<F> state) {
            synchronized (state.file) {
                return state.isEnded() ? null : state.dueLocked();
            }
        }
        return null;
    }

    /**
     * Has a delegation returned although nobody is in its way, with the next {@link #tick}.
     *
     * @param now monotonic nanoseconds
     */
    public void recall(StateId id, long clientId, long now) {
        if (ids.find(id, clientId, null) instanceof DelegationState<F> state) {
            synchronized (state.file) {
                if (!state.isEnded() && !state.isRecalledLocked()) {
                    state.recallLocked(false, false, now);
                }
            }
        }
    }

    /**
     * Takes note of what came of a recall.
     *
     * @param heard whether the holder has said that it will return the delegation; if not it is
     *     told again
     */
    public void called(Recall<F> recall, boolean heard) {
        if (ids.find(recall.stateId(), recall.clientId(), null) instanceof DelegationState<F> it) {
            synchronized (it.file) {
                it.calledLocked(heard);
            }
        }
    }

    /**
     * Looks through the delegations that are being recalled: whoever has not heard is told again,
     * and what has not come back in time is revoked (RFC 8881 section 10.4.5). To be called some
     * times in each lease.
     *
     * @param patience nanoseconds
     * @param now monotonic nanoseconds
     */
    public DelegationRound<F> tick(long patience, long now) {
        List<Recall<F>> recalls = new ArrayList<>();
        List<F> revoked = new ArrayList<>();
        for (DelegationState<F> state : all.recalled) {
            synchronized (state.file) {
                if (state.isEnded()) {
                    continue;
                }
                if (state.isOverdueLocked(now, patience)) {
                    ids.revokeLocked(state, RevocationCause.NOT_RETURNED);
                    files.dropIfEmptyLocked(state.file);
                    revoked.add(state.name);
                } else {
                    addDue(state, recalls);
                }
            }
        }
        return new DelegationRound<>(recalls, revoked);
    }

    private static <F> void addDue(DelegationState<F> state, List<Recall<F>> recalls) {
        Recall<F> due = state.dueLocked();
        if (due != null) {
            recalls.add(due);
        }
    }

    /** How many there are, and revoked ones whose clients have not freed their state ids. */
    public int count() {
        return places.taken() + lostPlaces.taken();
    }

    /** How many are being recalled. */
    public int recalledCount() {
        return all.recalled.size();
    }

    /** Whether there are nearly as many as there may be. */
    boolean isNearlyFull() {
        return places.isNearlyFull() || lostPlaces.isNearlyFull();
    }
}
