package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.deleg.DelegationRound;
import org.nfs41.state.deleg.Recall;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.List;

/**
 * The delegations that their holders have to return, until they have or lose them (RFC 8881
 * sections 10.2 and 10.4.5). A holder is told again and again until it has heard, but by one call
 * at a time; {@link #called} must be told what came of each.
 *
 * <p>Safe for use by several threads.
 *
 * @param <F> what names a file
 */
public final class DelegationRecalls<F> {
    private final StateIds<F> ids;
    private final FileTable<F> files;
    private final Delegated<F> all;

    DelegationRecalls(StateIds<F> ids, FileTable<F> files, Delegated<F> all) {
        this.ids = ids;
        this.files = files;
        this.all = all;
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

    /** Whether the delegation has neither come back nor been revoked yet. Takes no lock. */
    public boolean isAwaited(Recall<F> recall) {
        return ids.find(recall.stateId(), recall.clientId(), null) != null;
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
                    state.addDueLocked(recalls);
                }
            }
        }
        return new DelegationRound<>(recalls, revoked);
    }

    /** How many are being recalled. */
    public int count() {
        return all.recalled.size();
    }
}
