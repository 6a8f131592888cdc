package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The state ids of a server, whatever they stand for: what they are good for, TEST_STATEID and
 * FREE_STATEID (RFC 8881 sections 8.2.2 to 8.2.5, 18.38 and 18.48).
 *
 * <p>Safe for use by several threads. What only checks a state id takes no lock.
 *
 * @param <F> what names a file
 */
public final class StateIds<F> {
    private final StateIdSource source;
    private final FileTable<F> files;
    private final ConcurrentHashMap<Long, HeldState<F>> byOther = new ConcurrentHashMap<>();
    private final RevokedStates revoked = new RevokedStates();

    StateIds(StateIdSource source, FileTable<F> files) {
        this.source = source;
        this.files = files;
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
        return SpecialStateIds.isReserved(id)
                ? validateSpecial(id, file, use)
                : check(id, clientId, file, use.access());
    }

    private NfsStatus validateSpecial(StateId id, F file, StateUse use) {
        boolean bypass = id.equals(StateId.READ_BYPASS);
        if (!bypass && !id.equals(StateId.ANONYMOUS)) {
            return NfsStatus.BAD_STATEID;
        }
        if (bypass && use == StateUse.READ) {
            return NfsStatus.OK;
        }
        FileOpens<F> opens = files.find(file);
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
        return check(id, clientId, null, Share.NONE);
    }

    private NfsStatus check(StateId id, long clientId, @Nullable F file, int access) {
        HeldState<F> state = find(id, clientId, file);
        NfsStatus status = state == null ? NfsStatus.BAD_STATEID : state.check(id.seqid(), access);
        return orRevoked(status, id, clientId);
    }

    /**
     * FREE_STATEID (RFC 8881 section 18.38.3). An open is a lock, so one that is valid is never
     * freed by this, and byte-range locks only when all of them have been unlocked. What has been
     * revoked is freed, by which its client takes note.
     *
     * @return OK, LOCKS_HELD, BAD_STATEID or OLD_STATEID
     */
    public NfsStatus free(StateId id, long clientId) {
        HeldState<F> state = find(id, clientId, null);
        NfsStatus status = state == null ? NfsStatus.BAD_STATEID : free(state, id.seqid());
        boolean bad = status.equals(NfsStatus.BAD_STATEID);
        return bad && revoked.free(id, clientId) ? NfsStatus.OK : status;
    }

    private NfsStatus free(HeldState<F> state, int seqid) {
        synchronized (state.file) {
            NfsStatus status = state.check(seqid, Share.NONE);
            if (!status.isOk()) {
                return status;
            }
            if (!state.isFreeableLocked()) {
                return NfsStatus.LOCKS_HELD;
            }
            removeLocked(state);
            return NfsStatus.OK;
        }
    }

    /** How many revoked state ids their clients have not freed. */
    public int revokedCount() {
        return revoked.count();
    }

    /** A state id that stands for nothing yet. */
    StateId next(long clientId) {
        return source.next(clientId);
    }

    /** Lets the state be found; room must be reserved. */
    void add(HeldState<F> state) {
        byOther.put(state.otherHigh, state);
    }

    /** The state of a client with this {@code other}, of this file unless that is null. */
    @Nullable HeldState<F> find(StateId id, long clientId, @Nullable F file) {
        HeldState<F> state = byOther.get(id.otherHigh());
        boolean found =
                state != null
                        && state.otherLow == id.otherLow()
                        && state.client.clientId == clientId
                        && (file == null || state.name.equals(file));
        return found ? state : null;
    }

    /** A status for a state id, which says why if it is bad because it has been revoked. */
    NfsStatus orRevoked(NfsStatus status, StateId id, long clientId) {
        return status.equals(NfsStatus.BAD_STATEID) ? revoked.status(id, clientId) : status;
    }

    /** Ends a state with all that depends on it, and gives up its place. */
    void removeLocked(HeldState<F> state) {
        state.dependentsLocked().forEach(this::removeLocked);
        state.leaveLocked();
        end(state);
        state.places().leave(1);
    }

    /**
     * Takes a state with all that depends on it from its client. It keeps its place until it is
     * freed, and at no time does its state id seem unknown.
     */
    void revokeLocked(HeldState<F> state, RevocationCause cause) {
        state.dependentsLocked().forEach(each -> revokeLocked(each, cause));
        state.leaveLocked();
        ClientStates<F> client = state.client;
        client.holder.revoked(cause, client.states.isEmpty());
        Places.OfClient places = state.placesOnceRevoked();
        revoked.add(new RevokedStates.Revoked(state.id(), client, places, cause));
        end(state);
        if (client.released) {
            forgetRevoked(client);
        }
    }

    private void end(HeldState<F> state) {
        state.endLocked();
        byOther.remove(state.otherHigh);
    }

    /** Forgets the revoked state ids of a client that is gone. */
    void forgetRevoked(ClientStates<F> client) {
        client.revoked.forEach(revoked::forget);
    }
}
