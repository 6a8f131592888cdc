package org.nfs41.state.open;

import org.nfs41.state.deleg.Interference;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.List;

/**
 * All opens of a server: share reservations between owners and clients (RFC 8881 sections 9.7 to
 * 9.10). What else there is to do with their state ids, {@link StateIds} does.
 *
 * <p>There is one open for each client, owner and file, however often it was opened.
 *
 * <p>Safe for use by several threads; what changes opens locks the one file.
 *
 * @param <F> what names a file
 */
public final class OpenTable<F> {
    private final StateIds<F> ids;
    private final StateHolders<F> holders;
    private final FileTable<F> files;

    /** Opens, those on their way among them, and revoked state ids. */
    private final Places places;

    OpenTable(StateIds<F> ids, StateHolders<F> holders, FileTable<F> files, Places places) {
        this.ids = ids;
        this.holders = holders;
        this.files = files;
        this.places = places;
    }

    /**
     * Opens a file for an owner, or adds to what the owner has open of it. Opens that are in the
     * way are revoked if the leases of all their clients have lapsed (RFC 8881 section 8.4.3). What
     * other clients hold by delegation must be back before; as long as it is not, or stable storage
     * does not know of such a lease yet, the answer is DELAY.
     *
     * @param holder the client of the session the OPEN came by
     * @param owner the owner's name; copied if it is to be kept
     * @param share valid modes
     * @param truncates whether the file will also be cut, which others' deny modes can forbid even
     *     to an open that is not for writing
     * @param now monotonic nanoseconds
     */
    public Opened<F> open(
            StateHolder holder, Opaque owner, F file, Share share, boolean truncates, long now) {
        OwnerKey key = new OwnerKey(holder.clientId(), owner, file);
        ClientStates<F> client = holders.of(holder);
        int access = share.access() | (truncates ? Share.WRITE : 0);
        return files.apply(file, opens -> openLocked(client, opens, file, key, share, access, now));
    }

    private Opened<F> openLocked(
            ClientStates<F> client,
            FileOpens<F> opens,
            F file,
            OwnerKey owner,
            Share share,
            int access,
            long now) {
        Interference what = Interference.of(access, share.deny());
        if (!opens.disturbedLocked(client.clientId, file, what).isEmpty()) {
            return Opened.refused(NfsStatus.DELAY);
        }
        List<OpenState<F>> yielding = List.of();
        if (opens.conflictsLocked(access, share.deny())) {
            yielding = opens.yieldingLocked(client, access, share.deny(), now);
            if (yielding.isEmpty()) {
                boolean denied = opens.isDeniedLocked(client, access, share.deny(), now);
                return Opened.refused(denied ? NfsStatus.SHARE_DENIED : NfsStatus.DELAY);
            }
        }
        boolean wasWriting = opens.isWrittenByLocked(client.clientId, file);
        OpenState<F> state = opens.findLocked(owner);
        if (state == null && !client.opens.take(1)) {
            return Opened.refused(NfsStatus.DELAY);
        }
        yielding.forEach(each -> ids.revokeLocked(each, RevocationCause.LEASE_EXPIRED));
        if (state != null) {
            Share before = state.share();
            state.upgradeLocked(share);
            opens.changedLocked(before, state.share());
            return new Opened<>(NfsStatus.OK, state.id(), before, wasWriting, namesOf(yielding));
        }
        OwnerKey kept = new OwnerKey(owner.clientId(), owner.name().detach(), file);
        state = new OpenState<>(kept, client, opens, file, ids.next(owner.clientId()), share);
        opens.addLocked(state);
        ids.add(state);
        client.states.add(state);
        if (client.released) {
            // who releases may have gone through the client's states before this was among them
            ids.removeLocked(state);
            return new Opened<>(NfsStatus.EXPIRED, StateId.INVALID, null, false, namesOf(yielding));
        }
        return new Opened<>(NfsStatus.OK, state.id(), null, wasWriting, namesOf(yielding));
    }

    /**
     * Revokes what denies I/O without an open of its own, if only clients whose lease has lapsed
     * deny it.
     *
     * @return the file of each open of it that has been revoked, as its client names it; none if
     *     one must stay
     */
    public List<F> giveWay(F file, StateUse use, long now) {
        return giveWay(file, use.access(), Share.NONE, now);
    }

    /**
     * Revokes all opens of a file if only clients whose lease has lapsed have it open; as above.
     */
    public List<F> giveWay(F file, long now) {
        return giveWay(file, Share.NONE, Share.BOTH, now);
    }

    private List<F> giveWay(F file, int access, int deny, long now) {
        FileOpens<F> opens = files.find(file);
        if (opens == null) {
            return List.of();
        }
        synchronized (opens) {
            List<OpenState<F>> yielding = opens.yieldingLocked(null, access, deny, now);
            yielding.forEach(each -> ids.revokeLocked(each, RevocationCause.LEASE_EXPIRED));
            files.dropIfEmptyLocked(opens);
            return namesOf(yielding);
        }
    }

    /**
     * Whether I/O without an open of its own is denied by an open that is not about to give way.
     */
    public boolean isDenied(F file, StateUse use, long now) {
        FileOpens<F> opens = files.find(file);
        if (opens == null) {
            return false;
        }
        synchronized (opens) {
            return opens.isDeniedLocked(null, use.access(), Share.NONE, now);
        }
    }

    /** Whether a file is open, and all its opens are about to give way. */
    public boolean isGivingWay(F file, long now) {
        FileOpens<F> opens = files.find(file);
        if (opens == null) {
            return false;
        }
        synchronized (opens) {
            return opens.isOpenLocked() && !opens.isDeniedLocked(null, Share.NONE, Share.BOTH, now);
        }
    }

    private static <F> List<F> namesOf(List<OpenState<F>> states) {
        return states.stream().map(state -> state.name).toList();
    }

    /**
     * Takes an OPEN back that could not be carried out after all, for example because cutting the
     * file failed. What other OPENs of the owner have built on since is left as it is. Otherwise
     * the state id is what it was: the client has not been told of another one.
     *
     * @return whether this ended the open
     */
    public boolean withdraw(long clientId, F file, Opened<F> opened) {
        Share before = opened.before();
        if (before == null) {
            return close(opened.stateId(), clientId, file).status().isOk();
        }
        if (ids.find(opened.stateId(), clientId, file) instanceof OpenState<F> state) {
            synchronized (state.file) {
                if (state.check(opened.stateId().seqid(), Share.NONE).isOk()) {
                    Share upgraded = state.share();
                    state.withdrawLocked(before);
                    state.file.changedLocked(upgraded, state.share());
                }
            }
        }
        return false;
    }

    /**
     * OPEN_DOWNGRADE (RFC 8881 section 18.18.3): seqid goes up even when nothing else changes.
     *
     * @param share valid modes
     */
    public Reduced downgrade(StateId id, long clientId, F file, Share share) {
        if (!(ids.find(id, clientId, file) instanceof OpenState<F> state)) {
            return refused(NfsStatus.BAD_STATEID, id, clientId);
        }
        synchronized (state.file) {
            NfsStatus status = state.check(id.seqid(), Share.NONE);
            if (!status.isOk()) {
                return refused(status, id, clientId);
            }
            if (!state.canReduceLocked(share)) {
                return Reduced.refused(NfsStatus.INVAL);
            }
            Share before = state.share();
            state.replaceLocked(share);
            state.file.changedLocked(before, share);
            return new Reduced(NfsStatus.OK, state.id());
        }
    }

    /**
     * CLOSE (RFC 8881 section 18.2): ends all an owner has open of a file, and releases the
     * byte-range locks that are held under that open, as section 18.2.3 allows.
     */
    public Reduced close(StateId id, long clientId, F file) {
        if (!(ids.find(id, clientId, file) instanceof OpenState<F> state)) {
            return refused(NfsStatus.BAD_STATEID, id, clientId);
        }
        synchronized (state.file) {
            NfsStatus status = state.check(id.seqid(), Share.NONE);
            if (!status.isOk()) {
                return refused(status, id, clientId);
            }
            ids.removeLocked(state);
            files.dropIfEmptyLocked(state.file);
            return new Reduced(status, StateId.INVALID);
        }
    }

    /**
     * Whether the client may have one more open. Another of its OPENs may take that, but an OPEN
     * that is about to create a file should not do so when this is false: it would fail afterwards.
     */
    public boolean hasRoom(long clientId) {
        ClientStates<F> client = holders.find(clientId);
        return client == null ? places.hasRoom() : client.opens.hasRoom();
    }

    /** Whether anybody has the file open: it must then not vanish with its last name. */
    public boolean isOpen(F file) {
        return files.find(file) != null;
    }

    /** How many opens there are, of all clients; counts them. */
    public int count() {
        return holders.count(OpenState.class);
    }

    /** Whether there are nearly as many as there may be. */
    boolean isNearlyFull() {
        return places.isNearlyFull();
    }

    private Reduced refused(NfsStatus status, StateId id, long clientId) {
        return Reduced.refused(ids.orRevoked(status, id, clientId));
    }
}
