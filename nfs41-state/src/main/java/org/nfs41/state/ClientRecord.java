package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.Opaque;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the server knows of one incarnation of a client (RFC 8881 section 18.35.4).
 *
 * <p>Safe for use by any number of threads.
 */
public final class ClientRecord {
    private final long clientId;
    private final OwnerId owner;
    private final long verifier;
    private final Principal principal;
    private final Lease lease;
    private final CreateSessionSlot createSession = new CreateSessionSlot();
    private final AtomicBoolean reclaimComplete = new AtomicBoolean();
    private volatile boolean confirmed;
    private volatile boolean ended;
    private volatile @Nullable NfsImplId implementation;

    /** Replaced as a whole under the client table's lock. */
    private volatile List<Session> sessions = List.of();

    ClientRecord(long clientId, OwnerId owner, long verifier, Principal principal, long now) {
        this.clientId = clientId;
        this.owner = owner;
        this.verifier = verifier;
        this.principal = principal;
        this.lease = new Lease(now);
    }

    /** The shorthand that all its state is known by. */
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

    /** Notes that it has been destroyed or replaced, from which there is no way back. */
    void end() {
        ended = true;
    }

    /** Notes a global RECLAIM_COMPLETE; false if there was one before. */
    boolean completeReclaim() {
        return reclaimComplete.compareAndSet(false, true);
    }

    /**
     * Whether the client has asked for a backchannel in some session and none has a connection for
     * it (SEQ4_STATUS_CB_PATH_DOWN).
     */
    boolean callbackPathDown() {
        boolean wanted = false;
        for (Session session : sessions) {
            if (session.bindings().hasBack()) {
                return false;
            }
            wanted |= session.backChannelWanted();
        }
        return wanted;
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
