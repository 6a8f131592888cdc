package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.Interference;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbPushDelegArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which delegations are in force, as anybody can tell who sees what goes over the wire, and what
 * follows from that (RFC 8881 sections 10.2.1 and 10.4): no two in each other's way, no operation
 * that one of them forbids, no recall that nobody wants, none that is lost, nothing taken too early
 * or without its holder being told. {@link Wiretap} tells it what has been seen.
 */
final class Ledger {
    static final int TELLS_OF_LOSS =
            SequenceStatusFlags.RECALLABLE_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED
                    | SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED
                    | SequenceStatusFlags.ADMIN_STATE_REVOKED;

    /** A holder to whom nothing has happened for so long must have got what was sent to it. */
    private static final long QUIET = World.LEASE / 2;

    /** Who is told to come again does so within that time. */
    private static final long LONGEST_PAUSE = 10_000 * World.MILLI;

    /** Somebody has to wait for a file. */
    private record Wait(long since, long lastAt) {}

    private final World world;
    private final Map<SessionId, Party> sessions = new HashMap<>();
    private final Map<Long, Party> parties = new HashMap<>();
    private final Map<String, Partition> partitions = new HashMap<>();
    private final Map<StateId, Hold> holds = new LinkedHashMap<>();
    private final Map<Long, Wait> waits = new HashMap<>();
    private final Consumer<StateId> whenTaken;

    /**
     * A ledger of nothing.
     *
     * @param whenTaken hears of each delegation that its holder does not have any more
     */
    Ledger(World world, Consumer<StateId> whenTaken) {
        this.world = world;
        this.whenTaken = whenTaken;
    }

    /** What is between a client and the server. */
    void connects(String owner, Partition partition) {
        partitions.put(owner, partition);
    }

    @Nullable Party party(SessionId session) {
        return sessions.get(session);
    }

    void clientId(long clientId, String owner, long verifier) {
        parties.computeIfAbsent(clientId, id -> new Party(id, owner, verifier, now()));
    }

    /**
     * The server has restarted: who held something may reclaim it, and nobody else has it for a
     * lease, unless it may have been lost before.
     */
    void restarted() {
        Set<String> doubtful = new HashSet<>();
        for (Hold hold : holds.values()) {
            if (!isOver(hold) && (hold.isTaken() || mayBeLost(hold))) {
                doubtful.add(hold.party.owner);
            }
        }
        for (Hold hold : holds.values()) {
            hold.mayBeLost |= doubtful.contains(hold.party.owner);
            // nobody reclaims those
            hold.over |= hold.kind == DelegationKind.DIRECTORY;
        }
        for (Party party : parties.values()) {
            party.renewedAt = now();
            party.isOfTheDead = true;
        }
        waits.clear();
    }

    /**
     * Whether somebody may be writing a file under a delegation that the server does not know of
     * since it has restarted, so that nobody can be told what the file is like.
     */
    boolean isStillToBeReclaimed(long file) {
        for (Hold hold : on(file)) {
            if (hold.party.isOfTheDead && hold.kind == DelegationKind.WRITE && !isOver(hold)) {
                return true;
            }
        }
        return false;
    }

    /** A client has what it will reclaim. */
    void reclaimComplete(Party party) {
        leaveOthers(party, other -> true);
    }

    /** A reply has given one back that the client had before a restart. */
    void reclaimed(Party party, StateId id, DelegationKind kind, long file, boolean recalled) {
        if (holds.containsKey(id)) {
            return;
        }
        for (Hold old : on(file)) {
            old.over |= old.party != party && old.party.owner.equals(party.owner);
        }
        given(party, id, kind, file);
        Hold hold = holds.get(id);
        if (hold != null && recalled) {
            hold.wantedSince = now();
            hold.recallCame = true;
        }
    }

    private void leaveOthers(Party party, Predicate<Party> which) {
        for (Party other : parties.values()) {
            if (other != party && other.owner.equals(party.owner) && which.test(other)) {
                leave(other.clientId);
            }
        }
    }

    /**
     * A session has begun: earlier incarnations of its client have come to their end, but what the
     * same one had before a restart it may reclaim.
     */
    void session(SessionId session, long clientId) {
        Party party = parties.get(clientId);
        if (party == null || sessions.putIfAbsent(session, party) != null) {
            return;
        }
        party.renewedAt = Math.max(party.renewedAt, now());
        leaveOthers(party, other -> !other.isOfTheDead || other.verifier != party.verifier);
    }

    void leave(long clientId) {
        Party party = parties.get(clientId);
        if (party != null) {
            party.gone = true;
        }
    }

    /** A SEQUENCE has been executed that came at that time. */
    void renewed(Party party, long at, int flags) {
        party.renewedAt = Math.max(party.renewedAt, at);
        for (Hold hold : holds.values()) {
            boolean lost = hold.party == party && hold.takenAt < at && !hold.freed && !hold.over;
            if (lost && (flags & TELLS_OF_LOSS) == 0) {
                throw new SimFailure(hold + " was taken, and its holder is not told");
            }
        }
    }

    /**
     * A reply has given one: not while others are recalled, or who waits for that waits for ever.
     */
    void replied(Party party, StateId id, DelegationKind kind, long file) {
        for (Hold other : on(file)) {
            boolean there = !isOver(other) && !other.isTaken() && !mayBeLost(other);
            if (other.recallSent && there) {
                throw new SimFailure(other + " is being recalled, and one more is given");
            }
        }
        given(party, id, kind, file);
    }

    private void given(Party party, StateId id, DelegationKind kind, long file) {
        for (Hold other : on(file)) {
            boolean own = other.party == party;
            if (own || kind.excludes(other.kind)) {
                take(other, "a " + kind + " delegation for " + party.owner);
            }
        }
        holds.put(id, new Hold(id, kind, file, party, now()));
        world.log(party.owner, " gets a ", kind, " delegation of file ", file);
        world.happened(
                switch (kind) {
                    case READ -> Incident.READ_GRANTED;
                    case WRITE -> Incident.WRITE_GRANTED;
                    case DIRECTORY -> Incident.DIRECTORY_GRANTED;
                });
    }

    /**
     * An operation has been carried out that others' delegations may forbid.
     *
     * @param since when the ones must have been given that forbid it
     */
    void done(Party party, long file, Interference what, long since) {
        for (Hold hold : on(file)) {
            if (isDisturbed(hold, party, what) && hold.givenAt <= since) {
                take(hold, what + " by " + party.owner);
            }
        }
    }

    /** An operation has to wait. */
    void delayed(Party party, long file, Interference what) {
        Wait before = waits.get(file);
        boolean anew = before == null || now() - before.lastAt >= LONGEST_PAUSE;
        waits.put(file, new Wait(anew ? now() : before.since, now()));
        for (Hold hold : on(file)) {
            if (isDisturbed(hold, party, what)) {
                hold.wantedSince = Math.min(hold.wantedSince, now());
                hold.mayBeLost |= isSilent(hold);
            }
        }
    }

    /** An operation has failed: before that it may have taken what may be taken. */
    void tried(Party party, long file, Interference what) {
        for (Hold hold : on(file)) {
            if (isDisturbed(hold, party, what)) {
                hold.mayBeLost |= mayBeLost(hold);
            }
        }
    }

    private static boolean isDisturbed(Hold hold, Party party, Interference what) {
        return hold.party != party && !hold.notified && hold.kind.isDisturbedBy(what);
    }

    /** The holder is told of changes from now on. */
    void notified(StateId id) {
        Hold hold = holds.get(id);
        if (hold != null) {
            hold.notified = true;
        }
    }

    /** Somebody is shown attributes of a file: those that the server has if it took them. */
    void shown(Party party, long file) {
        for (Hold hold : on(file)) {
            if (hold.party != party && !isOver(hold) && mayBeLost(hold)) {
                whenTaken.accept(hold.id);
            }
        }
    }

    /** A client has returned it. */
    void returned(StateId id) {
        Hold hold = holds.get(id);
        if (hold != null) {
            hold.over = true;
        }
    }

    /** A client takes what it may have refused before. */
    void accepted(StateId id) {
        Hold hold = holds.get(id);
        if (hold != null) {
            hold.over = false;
        }
    }

    /** A client has been told that its delegation is revoked. */
    void toldOfLoss(StateId id) {
        Hold hold = holds.get(id);
        if (hold != null) {
            take(hold, "the server, as its holder is told");
        }
    }

    void freed(StateId id) {
        Hold hold = holds.get(id);
        if (hold != null) {
            hold.freed = true;
        }
    }

    /** The server sends a call. */
    void calling(CbCompoundArgs compound) {
        CbSequenceArgs sequence = (CbSequenceArgs) compound.ops().getFirst();
        Party party = sessions.get(sequence.sessionId());
        CbArgOp operation = compound.ops().getLast();
        if (operation instanceof CbRecallArgs recall) {
            Hold hold = holds.get(recall.stateId());
            if (hold == null) {
                // what was to be given by a call that could not be sent
                return;
            }
            if (hold.party != party) {
                throw new SimFailure(hold + " is recalled from another client");
            }
            if (hold.notified) {
                // who could not be told of a change has to return it
                hold.mayBeLost = true;
            } else if (hold.wantedSince == Hold.NEVER && !isOver(hold) && !hold.isTaken()) {
                throw new SimFailure(hold + " is recalled, and nobody wants it");
            }
            hold.recallSent = true;
        } else if (operation instanceof CbPushDelegArgs push && party != null) {
            StateId id = Wiretap.stateId(push.delegation());
            DelegationKind kind = Wiretap.kind(push.delegation());
            if (id != null && kind != null && !holds.containsKey(id)) {
                given(party, id, kind, Wiretap.fileOf(push.fh()));
                Hold hold = holds.get(id);
                if (hold != null) {
                    // the server has it returned if it does not get to know whether it arrived; and
                    // who has to wait may have done so before it was sent
                    Wait wait = waits.get(hold.file);
                    boolean wanted = wait != null && now() - wait.lastAt < LONGEST_PAUSE;
                    hold.wantedSince = wanted ? wait.since : now();
                    // or it has been lost while its holder was out of reach
                    Partition partition = partitions.get(party.owner);
                    long troubled = partition == null ? 0 : partition.troubledAt;
                    hold.mayBeLost = now() - troubled < World.LEASE;
                }
            }
        }
    }

    /** A recall has come to its holder. */
    void recallCame(StateId id) {
        Hold hold = holds.get(id);
        if (hold != null) {
            hold.recallCame = true;
        }
    }

    /** Whether a client may rely on it. */
    boolean isInForce(StateId id) {
        Hold hold = holds.get(id);
        return hold != null && !isOver(hold) && !hold.isTaken();
    }

    private static boolean isOver(Hold hold) {
        return hold.over || hold.party.gone;
    }

    /** Somebody behaves as if a delegation were not there: it must be one that may be taken. */
    private void take(Hold hold, String by) {
        if (isOver(hold) || hold.isTaken()) {
            return;
        }
        if (!mayBeTaken(hold)) {
            throw new SimFailure(hold + " is in force, and in the way of " + by);
        }
        world.happened(Incident.TAKEN);
        world.log(hold, " is taken by ", by);
        hold.takenAt = now();
        whenTaken.accept(hold.id);
    }

    /** Whether its holder is out of reach for a lease, or has had one to return it. */
    private boolean mayBeLost(Hold hold) {
        return hold.mayBeLost
                || hold.notified
                || isSilent(hold)
                || (hold.wantedSince != Hold.NEVER && now() - hold.wantedSince >= World.LEASE);
    }

    /** The same, and if it was recalled its holder has been told so, if that was possible. */
    private boolean mayBeTaken(Hold hold) {
        if (!mayBeLost(hold)) {
            return false;
        }
        if (hold.mayBeLost || hold.notified || hold.recallCame || isSilent(hold)) {
            return true;
        }
        Partition partition = partitions.get(hold.party.owner);
        boolean away = partition == null || partition.away || partition.isThere(now());
        long troubled = partition == null ? 0 : partition.troubledAt;
        if (!away && now() - Math.max(hold.wantedSince, troubled) > QUIET) {
            throw new SimFailure(hold + " is taken, and no recall of it came");
        }
        return true;
    }

    private boolean isSilent(Hold hold) {
        return now() - hold.party.renewedAt >= World.LEASE;
    }

    private List<Hold> on(long file) {
        List<Hold> found = new ArrayList<>();
        for (Hold hold : holds.values()) {
            if (hold.file == file) {
                found.add(hold);
            }
        }
        return found;
    }

    private long now() {
        return world.schedule.now();
    }
}
