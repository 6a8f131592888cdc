package org.nfs41.state.open;

import org.nfs41.state.deleg.HolderView;
import org.nfs41.state.deleg.Interference;
import org.nfs41.xdr.StateId;

/**
 * The files that may be written under delegations, so that their holders know size and change
 * attribute better than the server (RFC 8881 section 10.4.3). Safe for use by several threads;
 * whatever concerns a file that is held locks it.
 *
 * @param <F> what names a file
 */
public final class WrittenFiles<F> {
    private final StateIds<F> ids;
    private final FileTable<F> files;
    private final Delegated<F> all;

    WrittenFiles(StateIds<F> ids, FileTable<F> files, Delegated<F> all) {
        this.ids = ids;
        this.files = files;
        this.all = all;
    }

    /** Whether there is a write delegation of any file. */
    public boolean exist() {
        return all.writers.get() != 0;
    }

    /** Whether there is a write delegation of this file. */
    public boolean mayBe(F file) {
        FileOpens<F> opens = files.find(file);
        if (opens == null) {
            return false;
        }
        synchronized (opens) {
            return opens.hasWriterLocked();
        }
    }

    /** Notes the change attribute of a file when a write delegation of it has been given. */
    public void startsWith(StateId id, long clientId, long change) {
        if (ids.find(id, clientId, null) instanceof DelegationState<F> state) {
            synchronized (state.file) {
                state.content.granted(change);
            }
        }
    }

    /**
     * What a client can know of size, change attribute and times of a file now. It is the holder of
     * a write delegation who knows them; one that does not say has it recalled.
     *
     * @param now monotonic nanoseconds
     */
    public HolderView<F> view(F file, long clientId, long now) {
        FileOpens<F> opens = exist() ? files.find(file) : null;
        if (opens == null) {
            return new HolderView.AsStored<>();
        }
        synchronized (opens) {
            for (DelegationState<F> state :
                    opens.disturbedLocked(clientId, file, Interference.READING)) {
                if (!state.client.holder.lapsed(now)) {
                    return viewLocked(state, clientId, now);
                }
            }
            return new HolderView.AsStored<>();
        }
    }

    /**
     * Whether a client other than this one may be writing the file, so that {@link #view} might
     * have to ask it.
     */
    public boolean isWithAnother(F file, long clientId) {
        FileOpens<F> opens = exist() ? files.find(file) : null;
        if (opens == null) {
            return false;
        }
        synchronized (opens) {
            return !opens.disturbedLocked(clientId, file, Interference.READING).isEmpty();
        }
    }

    private static <F> HolderView<F> viewLocked(DelegationState<F> state, long clientId, long now) {
        HeldContent content = state.content;
        if (content.take(clientId, now)) {
            return new HolderView.Told<>(content.size(), content.isModified());
        }
        if (content.hasFailed() && !state.isRecalledLocked()) {
            state.recallLocked(false, false, now);
            return new HolderView.Unknown<>(null, state.dueLocked());
        }
        if (state.isRecalledLocked() || !content.ask(clientId, now)) {
            return new HolderView.Unknown<>(null, null);
        }
        HolderView.Inquiry<F> inquiry =
                new HolderView.Inquiry<>(
                        state.client.clientId, state.name, state.id(), state.cause);
        return new HolderView.Unknown<>(inquiry, null);
    }

    /**
     * Takes note of a holder's answer.
     *
     * @param now monotonic nanoseconds, which may be a little behind
     */
    public void told(HolderView.Inquiry<?> inquiry, long size, long change, long now) {
        if (ids.find(inquiry.stateId(), inquiry.clientId(), null)
                instanceof DelegationState<F> state) {
            synchronized (state.file) {
                state.content.answer(size, change, now);
            }
        }
    }

    /** Whether the delegation of whom is asked is in force. Takes no lock. */
    public boolean isInForce(HolderView.Inquiry<?> inquiry) {
        return ids.find(inquiry.stateId(), inquiry.clientId(), null) != null;
    }

    /** Takes note that a holder could not be asked or did not say. */
    public void notTold(HolderView.Inquiry<?> inquiry) {
        if (ids.find(inquiry.stateId(), inquiry.clientId(), null)
                instanceof DelegationState<F> state) {
            synchronized (state.file) {
                state.content.fail();
            }
        }
    }
}
