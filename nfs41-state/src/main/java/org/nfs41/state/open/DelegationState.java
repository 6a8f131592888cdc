package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.callback.RequestId;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.Recall;
import org.nfs41.state.notify.NoticeNeed;
import org.nfs41.state.notify.Notices;
import org.nfs41.state.notify.Watch;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.List;

/**
 * One client's delegation of one file. It belongs to the client as a whole, whoever of it opens the
 * file, and outlives its opens (RFC 8881 sections 9.1.2 and 10.4).
 *
 * <p>Changed only under the monitor of its file; {@link #check} needs none.
 */
final class DelegationState<F> extends HeldState<F> {
    final DelegationKind kind;
    final @Nullable RequestId cause;

    /** What the holder says of the content; of a read delegation there is nothing to say. */
    final HeldContent content = new HeldContent();

    /** What its holder is to be told of the directory; null if everything recalls it. */
    private final @Nullable Notices notices;

    private final Delegated<F> all;

    private volatile boolean ended;

    // guarded by file
    private boolean recalled;
    private long recalledAt;
    private boolean truncates;
    private boolean calling;
    private boolean heard;

    DelegationState(
            DelegationKind kind,
            ClientStates<F> client,
            FileOpens<F> file,
            F name,
            StateId id,
            @Nullable RequestId cause,
            @Nullable Notices notices,
            Delegated<F> all) {
        super(client, file, name, id);
        this.kind = kind;
        this.cause = cause;
        this.notices = notices;
        this.all = all;
        client.held.add(kind, 1);
        if (notices != null) {
            all.watching.add(this);
        }
        if (kind == DelegationKind.WRITE) {
            all.writers.incrementAndGet();
        }
    }

    @Override
    StateId id() {
        return new StateId(Seqids.FIRST, otherHigh, otherLow);
    }

    @Override
    NfsStatus check(int seqid, int access) {
        if (ended) {
            return NfsStatus.BAD_STATEID;
        }
        NfsStatus status = Seqids.check(seqid, Seqids.FIRST);
        if (!status.isOk()) {
            return status;
        }
        return (access & ~kind.access()) == 0 ? NfsStatus.OK : NfsStatus.OPENMODE;
    }

    boolean isRecalledLocked() {
        return recalled;
    }

    /** Whether its holder is told of changes, as it was not recalled either. */
    boolean isWatchingLocked() {
        return notices != null && !recalled;
    }

    /** Whether its holder can be told of a change that needs this. */
    boolean canTellLocked(@Nullable NoticeNeed need) {
        return need != null && notices != null && !recalled && notices.terms().covers(need);
    }

    /** How its holder is told of changes, or null. */
    @Nullable Watch<F> watch() {
        return notices == null ? null : new Watch<>(name, client.clientId, id(), cause, notices);
    }

    /** Whether it should have been returned by now. */
    boolean isOverdueLocked(long now, long nanos) {
        return recalled && now - recalledAt >= nanos;
    }

    /**
     * Notes that it must be returned.
     *
     * @param told whether its holder has been told so already, by the reply that gave it
     */
    void recallLocked(boolean cuts, boolean told, long now) {
        recalled = true;
        recalledAt = now;
        truncates = cuts;
        heard = told;
        all.recalled.add(this);
        if (notices != null) {
            notices.close();
        }
    }

    /** The recall to send, unless there is one on its way or the holder has taken note. */
    @Nullable Recall<F> dueLocked() {
        if (!recalled || calling || heard) {
            return null;
        }
        calling = true;
        return new Recall<>(client.clientId, name, id(), truncates, cause);
    }

    /** Adds that recall, if there is one. */
    void addDueLocked(List<Recall<F>> recalls) {
        Recall<F> due = dueLocked();
        if (due != null) {
            recalls.add(due);
        }
    }

    /** Notes what came of the recall that was sent. */
    void calledLocked(boolean holderHeard) {
        calling = false;
        heard |= holderHeard;
    }

    @Override
    Places.OfClient places() {
        return client.delegations;
    }

    /** Who keeps lost ones and does not free them must not keep delegations from others by that. */
    @Override
    Places.OfClient placesOnceRevoked() {
        if (!client.lostDelegations.take(1)) {
            return client.delegations;
        }
        client.delegations.leave(1);
        return client.lostDelegations;
    }

    @Override
    List<HeldState<F>> dependentsLocked() {
        return List.of();
    }

    /** DELEGRETURN is what ends it. */
    @Override
    boolean isFreeableLocked() {
        return false;
    }

    @Override
    void leaveLocked() {
        file.removeLocked(this);
        client.states.remove(this);
        all.recalled.remove(this);
        client.held.add(kind, -1);
        if (notices != null) {
            all.watching.remove(this);
            notices.close();
        }
        if (kind == DelegationKind.WRITE) {
            all.writers.decrementAndGet();
        }
    }

    @Override
    void endLocked() {
        ended = true;
    }

    @Override
    boolean isEnded() {
        return ended;
    }
}
