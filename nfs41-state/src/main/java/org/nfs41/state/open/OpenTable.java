package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All opens of a server: share reservations between owners and clients, and the state ids that
 * stand for them (RFC 8881 sections 8.2, 9.7 to 9.10).
 *
 * <p>There is one open for each client, owner and file, however often it was opened.
 *
 * <p>Safe for use by several threads. What changes opens locks the one file; what only checks a
 * state id takes no lock.
 *
 * @param <F> what names a file: {@code equals} tells files apart; kept while the file is open
 */
public final class OpenTable<F> {
    private final StateIdSource ids;
    private final ConcurrentHashMap<F, FileOpens<F>> files = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, OpenState<F>> states = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, ClientOpens<F>> clients = new ConcurrentHashMap<>();
    private final RevokedStates revoked = new RevokedStates();

    /** Opens, those on their way among them, and revoked state ids. */
    private final Places places;

    private final LockStates<F> lockStates;

    /** An empty table whose state ids come from {@code ids}. */
    public OpenTable(StateIdSource ids, OpenLimits limits) {
        this(ids, limits, LockLimits.DEFAULT);
    }

    /** The same with other limits for the byte-range locks under the opens. */
    public OpenTable(StateIdSource ids, OpenLimits limits, LockLimits lockLimits) {
        this.ids = ids;
        this.places = new Places(limits.opensPerClient(), limits.opens());
        this.lockStates = new LockStates<>(ids, lockLimits);
    }

    /**
     * Opens a file for an owner, or adds to what the owner has open of it. Opens that are in the
     * way are revoked if the leases of all their clients have lapsed (RFC 8881 section 8.4.3).
     *
     * @param holder the client of the session the OPEN came by
     * @param owner the owner's name; copied if it is to be kept
     * @param share valid modes
     * @param truncates whether the file will also be cut, which others' deny modes can forbid even
     *     to an open that is not for writing
     * @param now monotonic nanoseconds
     */
    public Opened open(
            StateHolder holder, Opaque owner, F file, Share share, boolean truncates, long now) {
        OwnerKey key = new OwnerKey(holder.clientId(), owner);
        ClientOpens<F> client =
                clients.computeIfAbsent(key.clientId(), id -> new ClientOpens<>(holder));
        int access = share.access() | (truncates ? Share.WRITE : 0);
        while (true) {
            FileOpens<F> opens = files.computeIfAbsent(file, FileOpens<F>::new);
            synchronized (opens) {
                if (!opens.isDroppedLocked()) {
                    Opened opened = openLocked(client, opens, key, share, access, now);
                    dropIfEmptyLocked(opens);
                    return opened;
                }
            }
        }
    }

    private Opened openLocked(
            ClientOpens<F> client,
            FileOpens<F> opens,
            OwnerKey owner,
            Share share,
            int access,
            long now) {
        List<OpenState<F>> yielding = List.of();
        if (opens.conflictsLocked(access, share.deny())) {
            yielding = opens.yieldingLocked(client, access, share.deny(), now);
            if (yielding.isEmpty()) {
                return Opened.refused(NfsStatus.SHARE_DENIED);
            }
        }
        OpenState<F> state = opens.findLocked(owner);
        if (state == null && !places.take(client.count, 1)) {
            return Opened.refused(NfsStatus.DELAY);
        }
        yielding.forEach(each -> revokeLocked(each, RevocationCause.LEASE_EXPIRED));
        if (state != null) {
            Share before = state.share();
            state.upgradeLocked(share);
            opens.changedLocked(before, state.share());
            return new Opened(NfsStatus.OK, state.id(), before, yielding.size());
        }
        OwnerKey kept = new OwnerKey(owner.clientId(), owner.name().detach());
        state = new OpenState<>(kept, client, opens, ids.next(owner.clientId()), share);
        opens.addLocked(state);
        states.put(state.otherHigh, state);
        client.states.add(state);
        if (client.released) {
            // release() may have gone through the client's opens before this one was among them
            removeLocked(state);
            return new Opened(NfsStatus.EXPIRED, StateId.INVALID, null, yielding.size());
        }
        return new Opened(NfsStatus.OK, state.id(), null, yielding.size());
    }

    /**
     * Revokes what denies I/O without an open of its own, if only clients whose lease has lapsed
     * deny it.
     *
     * @return how many opens of the file have been revoked; 0 if one must stay
     */
    public int giveWay(F file, StateUse use, long now) {
        FileOpens<F> opens = files.get(file);
        if (opens == null) {
            return 0;
        }
        synchronized (opens) {
            List<OpenState<F>> yielding = opens.yieldingLocked(null, use.access(), Share.NONE, now);
            yielding.forEach(each -> revokeLocked(each, RevocationCause.LEASE_EXPIRED));
            dropIfEmptyLocked(opens);
            return yielding.size();
        }
    }

    /**
     * Revokes all opens of a client, which is told so and keeps its client id and sessions.
     *
     * @return the file of each open that was revoked, a file once for each of its owners
     */
    public List<F> revoke(long clientId, RevocationCause cause) {
        ClientOpens<F> client = clients.get(clientId);
        return client == null ? List.of() : endAll(client, state -> revokeLocked(state, cause));
    }

    /**
     * Takes an OPEN back that could not be carried out after all, for example because cutting the
     * file failed. What other OPENs of the owner have built on since is left as it is. Otherwise
     * the state id is what it was: the client has not been told of another one.
     *
     * @return whether this ended the open
     */
    public boolean withdraw(long clientId, F file, Opened opened) {
        Share before = opened.before();
        if (before == null) {
            return close(opened.stateId(), clientId, file).status().isOk();
        }
        OpenState<F> state = find(opened.stateId(), clientId, file);
        if (state != null) {
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
        OpenState<F> state = find(id, clientId, file);
        if (state == null) {
            return Reduced.refused(revoked.status(id, clientId));
        }
        synchronized (state.file) {
            NfsStatus status = checked(state, id, clientId, Share.NONE);
            if (!status.isOk()) {
                return Reduced.refused(status);
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
        OpenState<F> state = find(id, clientId, file);
        if (state == null) {
            return Reduced.refused(revoked.status(id, clientId));
        }
        synchronized (state.file) {
            NfsStatus status = checked(state, id, clientId, Share.NONE);
            if (status.isOk()) {
                removeLocked(state);
                dropIfEmptyLocked(state.file);
            }
            return Reduced.refused(status);
        }
    }

    /**
     * Whether a state id may be used for I/O or SETATTR of a file (RFC 8881 sections 8.2.3 to
     * 8.2.5). The current state id must have been put in place of its special value.
     *
     * @return OK, BAD_STATEID, OLD_STATEID, the status of a {@link RevocationCause}, OPENMODE if
     *     the open is not for that, or LOCKED if there is no open and one of the file's opens
     *     denies it
     */
    public NfsStatus validate(StateId id, long clientId, F file, StateUse use) {
        if (SpecialStateIds.isReserved(id)) {
            return validateSpecial(id, file, use);
        }
        OpenState<F> state = find(id, clientId, file);
        return state == null
                ? orRevoked(lockStates.check(id, clientId, file, use.access()), id, clientId)
                : checked(state, id, clientId, use.access());
    }

    private NfsStatus validateSpecial(StateId id, F file, StateUse use) {
        boolean bypass = id.equals(StateId.READ_BYPASS);
        if (!bypass && !id.equals(StateId.ANONYMOUS)) {
            return NfsStatus.BAD_STATEID;
        }
        if (bypass && use == StateUse.READ) {
            return NfsStatus.OK;
        }
        FileOpens<F> opens = files.get(file);
        return opens == null || (opens.denied() & use.access()) == 0
                ? NfsStatus.OK
                : NfsStatus.LOCKED;
    }

    /**
     * What TEST_STATEID says of a state id (RFC 8881 section 18.48.3): no file plays a part, and
     * special ones are always bad.
     *
     * @return OK, BAD_STATEID, OLD_STATEID or the status of a {@link RevocationCause}
     */
    public NfsStatus test(StateId id, long clientId) {
        OpenState<F> state = find(id, clientId, null);
        return state == null
                ? orRevoked(lockStates.check(id, clientId, null, Share.NONE), id, clientId)
                : checked(state, id, clientId, Share.NONE);
    }

    /**
     * FREE_STATEID (RFC 8881 section 18.38.3). An open is a lock, so one that is valid is never
     * freed by this, and byte-range locks only when all of them have been unlocked. What has been
     * revoked is freed, by which its client takes note.
     *
     * @return OK, LOCKS_HELD, BAD_STATEID or OLD_STATEID
     */
    public NfsStatus free(StateId id, long clientId) {
        RevokedStates.Revoked freed = revoked.free(id, clientId);
        if (freed != null) {
            leave(freed);
            return NfsStatus.OK;
        }
        OpenState<F> state = find(id, clientId, null);
        if (state == null) {
            return lockStates.free(id, clientId);
        }
        NfsStatus status = state.check(id.seqid(), Share.NONE);
        return status.isOk() ? NfsStatus.LOCKS_HELD : status;
    }

    /**
     * Whether the client may have one more open. Another of its OPENs may take that, but an OPEN
     * that is about to create a file should not do so when this is false: it would fail afterwards.
     */
    public boolean hasRoom(long clientId) {
        ClientOpens<F> client = clients.get(clientId);
        return places.hasRoom(client == null ? 0 : client.count.get());
    }

    /** Whether there are nearly as many opens or locks as there may be. */
    public boolean isNearlyFull() {
        return places.isNearlyFull() || lockStates.places.isNearlyFull();
    }

    /** Whether anybody has the file open: it must then not vanish with its last name. */
    public boolean isOpen(F file) {
        return files.containsKey(file);
    }

    /** Whether the client has any file open. */
    public boolean holdsState(long clientId) {
        ClientOpens<F> client = clients.get(clientId);
        return client != null && !client.states.isEmpty();
    }

    /**
     * Drops all opens of a client that is gone. To be called for each client that goes, whether it
     * has any or not.
     *
     * @return the file of each open that was dropped, a file once for each of its owners
     */
    public List<F> release(long clientId) {
        ClientOpens<F> client = clients.remove(clientId);
        if (client == null) {
            return List.of();
        }
        client.released = true;
        List<F> closed = endAll(client, this::removeLocked);
        forgetRevoked(client);
        return closed;
    }

    /** Ends all opens of a client by {@code end}, which has the monitor of the open's file. */
    private List<F> endAll(ClientOpens<F> client, Consumer<OpenState<F>> end) {
        List<F> ended = new ArrayList<>();
        for (OpenState<F> state : client.states) {
            synchronized (state.file) {
                if (!state.isClosed()) {
                    end.accept(state);
                    dropIfEmptyLocked(state.file);
                    ended.add(state.file.file);
                }
            }
        }
        return ended;
    }

    /** How many opens there are, of all clients. */
    public int count() {
        return states.size();
    }

    /** How many revoked state ids their clients have not freed. */
    public int revokedCount() {
        return revoked.count();
    }

    private NfsStatus checked(OpenState<F> state, StateId id, long clientId, int access) {
        return orRevoked(state.check(id.seqid(), access), id, clientId);
    }

    /** A status for a state id, which says why if it is bad because it has been revoked. */
    NfsStatus orRevoked(NfsStatus status, StateId id, long clientId) {
        return status.equals(NfsStatus.BAD_STATEID) ? revoked.status(id, clientId) : status;
    }

    LockStates<F> lockStates() {
        return lockStates;
    }

    /** The opens of a file, or null if nobody has it open. */
    @Nullable FileOpens<F> opensOf(F file) {
        return files.get(file);
    }

    /** The open of a client with this {@code other}, of this file unless that is null. */
    @Nullable OpenState<F> find(StateId id, long clientId, @Nullable F file) {
        OpenState<F> state = states.get(id.otherHigh());
        boolean found =
                state != null
                        && state.otherLow == id.otherLow()
                        && state.owner.clientId() == clientId
                        && (file == null || state.file.file.equals(file));
        return found ? state : null;
    }

    private void leave(RevokedStates.Revoked gone) {
        if (gone.locks()) {
            lockStates.places.leave(gone.client().locks, 1);
        } else {
            places.leave(gone.client().count, 1);
        }
    }

    private void removeLocked(OpenState<F> state) {
        lockStates.endAllLocked(state);
        state.file.removeLocked(state);
        state.closeLocked();
        states.remove(state.otherHigh);
        state.client.states.remove(state);
        places.leave(state.client.count, 1);
    }

    /** What is revoked keeps its place. At no time does its state id seem unknown. */
    private void revokeLocked(OpenState<F> state, RevocationCause cause) {
        state.allLocksLocked().forEach(locks -> revokeLocked(locks, cause));
        ClientOpens<F> client = state.client;
        StateId id = state.id();
        state.file.removeLocked(state);
        client.states.remove(state);
        client.holder.revoked(cause, client.states.isEmpty());
        revoked.add(new RevokedStates.Revoked(id, client, false, cause));
        state.closeLocked();
        states.remove(state.otherHigh);
        if (client.released) {
            forgetRevoked(client);
        }
    }

    /** Revokes an owner's byte-range locks of a file; the open that they are under stays. */
    void revokeLocked(LockState<F> state, RevocationCause cause) {
        ClientOpens<F> client = state.open.client;
        client.holder.revoked(cause, false);
        revoked.add(new RevokedStates.Revoked(state.id(), client, true, cause));
        lockStates.dropLocked(state);
        if (client.released) {
            forgetRevoked(client);
        }
    }

    private void forgetRevoked(ClientOpens<F> client) {
        for (RevokedStates.Revoked each : client.revoked) {
            if (revoked.forget(each)) {
                leave(each);
            }
        }
    }

    private void dropIfEmptyLocked(FileOpens<F> opens) {
        if (opens.dropIfEmptyLocked()) {
            files.remove(opens.file, opens);
        }
    }
}
