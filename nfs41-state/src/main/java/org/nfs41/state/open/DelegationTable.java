package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.callback.RequestId;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.Granted;
import org.nfs41.state.notify.Notices;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;

import java.util.List;

/**
 * The delegations of a server's files: who is given them and who returns them (RFC 8881 sections
 * 10.2 and 10.4). {@link DelegationConflicts} says when they are in somebody's way, {@link
 * DelegationRecalls} sees to it that they are returned then, and what else there is to do with
 * their state ids, {@link StateIds} does.
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

    private final DelegationConflicts<F> conflicts;
    private final Delegated<F> all;

    DelegationTable(
            StateIds<F> ids,
            StateHolders<F> holders,
            FileTable<F> files,
            DelegationConflicts<F> conflicts,
            Places places,
            Places lostPlaces,
            Delegated<F> all) {
        this.ids = ids;
        this.holders = holders;
        this.files = files;
        this.conflicts = conflicts;
        this.places = places;
        this.lostPlaces = lostPlaces;
        this.all = all;
    }

    /**
     * Gives a delegation, if nobody is in the way: no open or delegation of another client, no
     * operation that has {@linkplain DelegationConflicts#begin begun}, and no recall now or within
     * {@code pause}. Not to a client that has one, or that has not returned one and not taken note
     * that it is lost.
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
        if (conflicts.keepAwayLocked(opens, pause, now)) {
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

    /** Whether a delegation that was given is in force, recalled or not. Takes no lock. */
    public boolean isInForce(StateId id, long clientId) {
        return ids.find(id, clientId, null) != null;
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

    /** How many there are, and revoked ones whose clients have not freed their state ids. */
    public int count() {
        return places.taken() + lostPlaces.taken();
    }

    /** Whether there are nearly as many as there may be. */
    boolean isNearlyFull() {
        return places.isNearlyFull() || lostPlaces.isNearlyFull();
    }
}
