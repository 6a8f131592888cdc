package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.lock.RangeLocks;
import org.nfs41.state.notify.NoticeNeed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All opens of one file with the byte-range locks under them, and its delegations. Its monitor
 * guards them; of other locks only those that a {@link StateHolder} needs are taken under it.
 *
 * <p>I/O without an open asks only {@link #denied()}, without the monitor.
 */
final class FileOpens<F> {
    /** What tells the file from others, whatever its names. */
    final Object key;

    // guarded by this
    private final Map<OwnerKey, OpenState<F>> byOwner = new HashMap<>();
    private int readers;
    private int writers;
    private int readDeniers;
    private int writeDeniers;
    private boolean dropped;
    private @Nullable RangeLocks<OwnerKey, LockState<F>> locks;

    /** Replaced as a whole; usually none or one. */
    private List<DelegationState<F>> delegations = List.of();

    private volatile int denied;

    FileOpens(Object key) {
        this.key = key;
    }

    /** What at least one open denies: bits of {@link Share}. */
    int denied() {
        return denied;
    }

    /** Whether this was taken out of the table, so that another one must be looked up. */
    boolean isDroppedLocked() {
        return dropped;
    }

    /** Marks this as taken out if nobody has the file open or a delegation of it. */
    boolean dropIfEmptyLocked() {
        dropped = byOwner.isEmpty() && delegations.isEmpty();
        return dropped;
    }

    /** Whether anybody has the file open. */
    boolean isOpenLocked() {
        return !byOwner.isEmpty();
    }

    @Nullable OpenState<F> findLocked(OwnerKey owner) {
        return byOwner.get(owner);
    }

    /**
     * The test of RFC 8881 section 9.7 against all opens, those of the same owner among them.
     *
     * @param access what is to be done, which may be more than the open is for
     */
    boolean conflictsLocked(int access, int deny) {
        return (access & deniedLocked()) != 0
                || ((deny & Share.READ) != 0 && readers > 0)
                || ((deny & Share.WRITE) != 0 && writers > 0);
    }

    /**
     * The opens that stand in the way, if all of them give way: those of clients whose lease has
     * lapsed do (RFC 8881 section 8.4.3).
     *
     * @param client who asks, whose own opens never give way to him; null for nobody
     * @return empty if one does not give way, or if there are none
     */
    List<OpenState<F>> yieldingLocked(
            @Nullable ClientStates<F> client, int access, int deny, long now) {
        if (isDeniedLocked(client, access, deny, now)) {
            return List.of();
        }
        List<OpenState<F>> yielding = new ArrayList<>();
        for (OpenState<F> state : byOwner.values()) {
            if (isInTheWay(state, access, deny)) {
                if (!state.client.holder.lapsed(now)) {
                    return List.of();
                }
                yielding.add(state);
            }
        }
        return yielding;
    }

    /**
     * Whether an open stands in the way that is not about to give way.
     *
     * @param client who asks, whose own opens never give way to him; null for nobody
     */
    boolean isDeniedLocked(@Nullable ClientStates<F> client, int access, int deny, long now) {
        for (OpenState<F> state : byOwner.values()) {
            if (isInTheWay(state, access, deny)
                    && (state.client == client || !state.client.holder.silent(now))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInTheWay(OpenState<?> state, int access, int deny) {
        Share share = state.share();
        return (access & share.deny()) != 0 || (deny & share.access()) != 0;
    }

    void addLocked(OpenState<F> state) {
        byOwner.put(state.owner, state);
        countLocked(state.share(), 1);
    }

    void removeLocked(OpenState<F> state) {
        byOwner.remove(state.owner);
        countLocked(state.share(), -1);
    }

    void changedLocked(Share before, Share after) {
        countLocked(before, -1);
        countLocked(after, 1);
    }

    void addLocked(DelegationState<F> state) {
        List<DelegationState<F>> more = new ArrayList<>(delegations);
        more.add(state);
        delegations = List.copyOf(more);
    }

    void removeLocked(DelegationState<F> state) {
        delegations = delegations.stream().filter(each -> each != state).toList();
    }

    /** The delegation that a client has by this name of the file, or null. */
    @Nullable DelegationState<F> delegationOfLocked(long clientId, F name) {
        for (DelegationState<F> each : delegations) {
            if (each.isOf(clientId, name)) {
                return each;
            }
        }
        return null;
    }

    /**
     * The delegations of other clients that must be back before a client does this; its own as well
     * if it has them by another name of the file, as it does not know that it is the same.
     */
    List<DelegationState<F>> disturbedLocked(long clientId, F name, Interference what) {
        return disturbedLocked(clientId, name, what, null);
    }

    /**
     * The same of a change of a directory.
     *
     * @param need what must be told to those that need not be, or null if nothing will do
     */
    List<DelegationState<F>> disturbedLocked(
            long clientId, F name, Interference what, @Nullable NoticeNeed need) {
        return delegations.isEmpty()
                ? List.of()
                : delegations.stream()
                        .filter(each -> !each.isOf(clientId, name))
                        .filter(each -> each.kind.isDisturbedBy(what))
                        .filter(each -> !each.name.equals(name) || !each.canTellLocked(need))
                        .toList();
    }

    /** The delegations of a directory whose holders are told of changes. */
    List<DelegationState<F>> watchingLocked() {
        return delegations.isEmpty()
                ? List.of()
                : delegations.stream().filter(DelegationState::isWatchingLocked).toList();
    }

    /** The delegations of other clients beside which this one should not be. */
    List<DelegationState<F>> excludedLocked(DelegationState<F> state) {
        return delegations.stream()
                .filter(each -> each != state && each.kind.excludes(state.kind))
                .toList();
    }

    /** Whether there is a delegation under which the file may be written. */
    boolean hasWriterLocked() {
        for (DelegationState<F> each : delegations) {
            if (each.kind == DelegationKind.WRITE) {
                return true;
            }
        }
        return false;
    }

    /** Whether a delegation of the file is to be returned. */
    boolean isRecallingLocked() {
        for (DelegationState<F> each : delegations) {
            if (each.isRecalledLocked()) {
                return true;
            }
        }
        return false;
    }

    /** Whether an open or delegation of another client forbids such a delegation. */
    boolean isInTheWayLocked(long clientId, F name, DelegationKind kind) {
        for (DelegationState<F> each : delegations) {
            if (!each.isOf(clientId, name) && each.kind.excludes(kind)) {
                return true;
            }
        }
        if (kind == DelegationKind.READ && writers == 0 && readDeniers == 0) {
            return false;
        }
        for (OpenState<F> each : byOwner.values()) {
            Share share = each.share();
            if (!each.isOf(clientId, name)
                    && kind.isDisturbedBy(Interference.of(share.access(), share.deny()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a client has the file open for writing by this name. */
    boolean isWrittenByLocked(long clientId, F name) {
        if (writers == 0) {
            return false;
        }
        for (OpenState<F> each : byOwner.values()) {
            if (each.isOf(clientId, name) && (each.share().access() & Share.WRITE) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The byte-range locks of the file; there are none unless it is open. */
    RangeLocks<OwnerKey, LockState<F>> locksLocked() {
        RangeLocks<OwnerKey, LockState<F>> all = locks;
        if (all == null) {
            // most files that are open have no locks
            all = new RangeLocks<>();
            locks = all;
        }
        return all;
    }

    private void countLocked(Share share, int by) {
        readers += by * (share.access() & Share.READ);
        writers += by * (share.access() >>> 1);
        readDeniers += by * (share.deny() & Share.READ);
        writeDeniers += by * (share.deny() >>> 1);
        denied = deniedLocked();
    }

    private int deniedLocked() {
        return (readDeniers > 0 ? Share.READ : 0) | (writeDeniers > 0 ? Share.WRITE : 0);
    }
}
