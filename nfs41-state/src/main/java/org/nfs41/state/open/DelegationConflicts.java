package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.deleg.Recall;
import org.nfs41.state.notify.NoticeNeed;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations that delegations of others can forbid, and what becomes of those delegations (RFC
 * 8881 sections 10.4 and 10.4.5).
 *
 * <p>Such an operation {@linkplain #begin begins}, asks whether the way is {@linkplain #clear}, is
 * carried out if it is, and {@linkplain #end ends}. OPEN need not, unless it cuts the file: the
 * open itself keeps others' delegations away. From the beginning to the end nobody is given a
 * delegation of the file, so a way that was clear stays so.
 *
 * <p>Safe for use by several threads.
 *
 * @param <F> what names a file
 */
public final class DelegationConflicts<F> {
    private final StateIds<F> ids;
    private final FileTable<F> files;
    private final Underway underway = new Underway();
    private final RecentConflicts recent = new RecentConflicts();

    DelegationConflicts(StateIds<F> ids, FileTable<F> files) {
        this.ids = ids;
        this.files = files;
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

    private Clearance<F> clearLocked(
            FileOpens<F> opens,
            List<DelegationState<F>> disturbed,
            boolean truncates,
            long patience,
            long now) {
        recent.note(opens.key, now);
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
                state.addDueLocked(recalls);
            }
        }
        files.dropIfEmptyLocked(opens);
        boolean isClear = revoked.size() == disturbed.size();
        boolean watched = !opens.watchingLocked().isEmpty();
        return new Clearance<>(isClear, recalls, revoked, watched);
    }

    /**
     * Whether a file is not to be delegated to anybody: an operation is being carried out, or a
     * delegation is being recalled or was within {@code pause}.
     */
    boolean keepAwayLocked(FileOpens<F> opens, long pause, long now) {
        return underway.isBusy(opens.key)
                || opens.isRecallingLocked()
                || recent.isRecent(opens.key, pause, now);
    }
}
