package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.open.RevocationCause;
import org.nfs41.state.open.StateHolder;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.Opaque;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the server knows of one incarnation of a client (RFC 8881 section 18.35.4).
 *
 * <p>Safe for use by any number of threads.
 */
public final class ClientRecord implements StateHolder {
    private final long clientId;
    private final OwnerId owner;
    private final long verifier;
    private final Principal principal;
    private final Origin origin;
    private final long leaseNanos;
    private final Lease lease;
    private final ClientStatus status = new ClientStatus();
    private final StableMark mark;
    private final CreateSessionSlot createSession = new CreateSessionSlot();
    private final AtomicBoolean reclaimComplete = new AtomicBoolean();
    private volatile boolean confirmed;
    private volatile boolean ended;
    private volatile @Nullable NfsImplId implementation;

    /** Replaced as a whole under the client table's lock. */
    private volatile List<Session> sessions = List.of();

    ClientRecord(
            long clientId,
            OwnerId owner,
            long verifier,
            Principal principal,
            Origin origin,
            StableMark mark,
            long leaseNanos,
            long now) {
        this.clientId = clientId;
        this.owner = owner;
        this.verifier = verifier;
        this.principal = principal;
        this.origin = origin;
        this.mark = mark;
        this.leaseNanos = leaseNanos;
        this.lease = new Lease(now);
    }

    /** The shorthand that all its state is known by. */
    @Override
    public long clientId() {
        return clientId;
    }

    /** The name that the client has given itself: co_ownerid. */
    public Opaque ownerId() {
        return owner.bytes();
    }

    /** The incarnation of the client: co_verifier. */
    public long verifier() {
        return verifier;
    }

    /** Who sent the EXCHANGE_ID. */
    public Principal principal() {
        return principal;
    }

    /** Where the EXCHANGE_ID came from. */
    public Origin origin() {
        return origin;
    }

    /** Whether a CREATE_SESSION has confirmed it. */
    public boolean confirmed() {
        return confirmed;
    }

    /**
     * Whether the client has sent its global RECLAIM_COMPLETE (RFC 8881 section 18.51): before, it
     * may not take new locks; after, it may not reclaim.
     */
    public boolean reclaimComplete() {
        return reclaimComplete.get();
    }

    /** What the client says it runs, or null. For people to read, never to act on. */
    public @Nullable NfsImplId implementation() {
        return implementation;
    }

    /** Its sessions, oldest first. */
    public List<Session> sessions() {
        return sessions;
    }

    /** Whether the record has been destroyed or replaced; its state is released then. */
    public boolean ended() {
        return ended;
    }

    /**
     * Whether the client has been silent for longer than its lease, so that what it has is the
     * others' if they need it (RFC 8881 section 8.4.3). One with a request in progress is not
     * silent.
     */
    @Override
    public boolean silent(long now) {
        return ended || (lease.lapsed(now, leaseNanos) && requestsInProgress() == 0);
    }

    /**
     * Whether it is silent and stable storage knows that it may lose state by that: it is told with
     * the first call. Without, the client could reclaim after a restart what others have had in the
     * meantime.
     */
    @Override
    public boolean lapsed(long now) {
        return silent(now) && mark.revoke();
    }

    @Override
    public void revoked(RevocationCause cause, boolean everything) {
        status.revoked(cause, everything);
        mark.revoke();
    }

    @Override
    public void acknowledged(RevocationCause cause) {
        status.acknowledged(cause);
        if (mark.isRevoked()) {
            remember();
        }
    }

    /**
     * The client is about to have state, or to keep it: from now on stable storage knows that it
     * may reclaim, unless it has not acknowledged yet that some was revoked.
     */
    void remember() {
        if (!mark.isRemembered() && !status.hasLosses()) {
            mark.remember();
        }
    }

    /** Makes good that stable storage was told of a loss that did not come, as the client did. */
    void rememberAgain(long now) {
        if (mark.isRevoked() && !silent(now)) {
            remember();
        }
    }

    StableMark mark() {
        return mark;
    }

    /** Notes that it has been destroyed or replaced, from which there is no way back. */
    void end() {
        ended = true;
    }

    /** Notes a global RECLAIM_COMPLETE; false if there was one before. */
    boolean completeReclaim() {
        status.reclaimNeeded(false);
        return reclaimComplete.compareAndSet(false, true);
    }

    int requestsInProgress() {
        int count = 0;
        for (Session session : sessions) {
            count += session.requestsInProgress();
        }
        return count;
    }

    Lease lease() {
        return lease;
    }

    long leaseNanos() {
        return leaseNanos;
    }

    ClientStatus status() {
        return status;
    }

    OwnerId owner() {
        return owner;
    }

    CreateSessionSlot createSessionSlot() {
        return createSession;
    }

    void confirm() {
        confirmed = true;
    }

    void implementation(@Nullable NfsImplId value) {
        implementation = value;
    }

    void sessions(List<Session> value) {
        sessions = List.copyOf(value);
    }
}
