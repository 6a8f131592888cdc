package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * The clients of a server, their sessions and leases: the state behind the operations that make and
 * end them (RFC 8881 sections 2.4, 2.10, 8.3, 18.33 to 18.37, 18.50 and 18.51).
 *
 * <p>Safe for use by any number of threads. {@link #find}, and what a request does with the session
 * it finds, take no lock; everything else is rare and takes the one lock of the table. Times are
 * monotonic nanoseconds, only good for differences. What a client holds in files is released as
 * soon as stable storage knows that the client has ended, and never under the lock: mostly before
 * the method returns that has ended it, else before anybody gets the reply.
 */
public final class ClientTable {
    private final TableLock lock;
    private final SessionTable sessions = new SessionTable();
    private final Connections connections = new Connections();
    private final Clients clients;
    private final ExchangeIds exchangeIds;
    private final CreateSessions createSessions;
    private final Leases leases;
    private final SlotRecalls slotRecalls;
    private final ClientState state;
    private final GracePeriod grace;
    private final ReplyMemory replyMemory;

    /** A table of a server that knows no client from before, and remembers none. */
    public ClientTable(
            ServerIdentity identity,
            ChannelLimits channelLimits,
            TableLimits limits,
            LeaseTerms terms,
            LongSupplier random,
            ClientState state) {
        this(identity, channelLimits, limits, terms, random, state, GracePeriod.none());
    }

    /**
     * A table without clients.
     *
     * @param terms how long a client that is silent keeps its state
     * @param random a source that cannot be guessed, for session ids; called under the lock
     * @param state what clients hold in files
     * @param grace who held state when the server went down, so that it is told to reclaim it
     */
    public ClientTable(
            ServerIdentity identity,
            ChannelLimits channelLimits,
            TableLimits limits,
            LeaseTerms terms,
            LongSupplier random,
            ClientState state,
            GracePeriod grace) {
        this.state = state;
        this.grace = grace;
        replyMemory = new ReplyMemory(limits.replyBytes());
        clients = new Clients(sessions, connections, limits, grace);
        lock = new TableLock(clients, grace, state);
        LapsedClients lapsed = new LapsedClients(clients);
        leases = new Leases(lock, clients, lapsed, terms);
        slotRecalls = new SlotRecalls(clients);
        exchangeIds = new ExchangeIds(clients, identity, state, grace, terms.leaseNanos());
        createSessions =
                new CreateSessions(
                        clients,
                        lapsed,
                        sessions,
                        connections,
                        channelLimits,
                        limits,
                        replyMemory,
                        terms.leaseNanos(),
                        random);
    }

    /** Has somebody told from now on of what becomes of clients; only one can be. */
    public void watch(ClientWatcher value) {
        lock.watch(value);
    }

    /** The session of that id, or null ({@code NFS4ERR_BADSESSION}). Lock-free, no allocation. */
    public @Nullable Session find(long high, long low) {
        return sessions.find(high, low);
    }

    /**
     * Takes note of a SEQUENCE that has succeeded, be it new or a retry: renews the lease and
     * associates the connection with the fore channel (RFC 8881 sections 8.3 and 2.10.3.1). To be
     * called after the slot has let the request in. Takes the lock only if the session ends.
     *
     * @param connectionId the connection that the request came on
     * @param now monotonic nanoseconds
     * @return false if the session has been ended since it was found: the request must not be
     *     executed, its slot be abandoned and the answer {@code NFS4ERR_BADSESSION}
     */
    public boolean used(Session session, long connectionId, long now) {
        if (session.used(connectionId, now)) {
            return true;
        }
        // Whoever wants to end a session or client says so before he finds out that he may not,
        // because of this very request perhaps. Under the lock no such attempt is under way.
        return lock.locked(() -> session.used(connectionId, now));
    }

    /**
     * EXCHANGE_ID: a new client id, an old one again, or an update.
     *
     * @param origin where the request came from
     */
    public Outcome<ExchangeIdResOk> exchangeId(
            ExchangeIdArgs args, Principal who, Origin origin, long now) {
        return lock.locked(() -> exchangeIds.exchangeLocked(args, who, origin, now));
    }

    /**
     * CREATE_SESSION: a session, by which a new client id is confirmed.
     *
     * @param own the session of the SEQUENCE in front, or null; it may end by this with the client
     *     that it belongs to
     */
    public Outcome<CreateSessionResOk> createSession(
            CreateSessionArgs args,
            Principal who,
            long connectionId,
            @Nullable Session own,
            long now) {
        Outcome<CreateSessionResOk> outcome =
                lock.locked(() -> createSessions.createLocked(args, who, connectionId, own, now));
        if (outcome instanceof Outcome.Done<CreateSessionResOk>) {
            lock.changed(args.clientId());
        }
        return outcome;
    }

    /**
     * DESTROY_SESSION (RFC 8881 section 18.37).
     *
     * @param own the session of the SEQUENCE in front, or null
     * @param last whether it is the COMPOUND's last operation
     * @return {@code NFS4ERR_DELAY} while the session has other requests in progress
     */
    public NfsStatus destroySession(
            SessionId id, long connectionId, @Nullable Session own, boolean last) {
        Session session = find(id.high(), id.low());
        if (session == null) {
            return NfsStatus.BADSESSION;
        }
        NfsStatus status =
                lock.locked(() -> {
                    if (session.gone()) {
                        return NfsStatus.BADSESSION;
                    }
                    if (session == own && !last) {
                        return NfsStatus.NOT_ONLY_OP;
                    }
                    if (!session.isAssociated(connectionId)) {
                        return NfsStatus.CONN_NOT_BOUND_TO_SESSION;
                    }
                    return clients.endSessionLocked(session, session == own ? 1 : 0)
                            ? NfsStatus.OK
                            : NfsStatus.DELAY;
                });
        if (status.isOk()) {
            lock.changed(session.client().clientId());
        }
        return status;
    }

    /**
     * DESTROY_CLIENTID (RFC 8881 section 18.50). Anybody may do it, but only to a client that has
     * neither sessions nor state under a lease; a client that asks in its own session is busy.
     */
    public NfsStatus destroyClientId(long clientId, long now) {
        return lock.locked(() -> {
            ClientRecord record = clients.find(clientId);
            if (record == null) {
                return NfsStatus.STALE_CLIENTID;
            }
            if (!record.confirmed()) {
                clients.dropUnconfirmedLocked(record.owner());
                return NfsStatus.OK;
            }
            boolean holds = !record.sessions().isEmpty() || state.holdsState(clientId);
            if (holds && !record.silent(now)) {
                return NfsStatus.CLIENTID_BUSY;
            }
            return clients.endLocked(record, null, now) ? NfsStatus.OK : NfsStatus.CLIENTID_BUSY;
        });
    }

    /** BIND_CONN_TO_SESSION (RFC 8881 section 18.34), for the connection that it came on. */
    public Outcome<BindConnToSessionResOk> bindConnToSession(
            BindConnToSessionArgs args, long connectionId) {
        Session session = find(args.sessionId().high(), args.sessionId().low());
        if (session == null) {
            return Outcome.refused(NfsStatus.BADSESSION);
        }
        Outcome<BindConnToSessionResOk> outcome =
                lock.locked(() ->
                        session.gone()
                                ? Outcome.refused(NfsStatus.BADSESSION)
                                : connections.bindLocked(session, args, connectionId));
        if (outcome instanceof Outcome.Done<BindConnToSessionResOk>) {
            lock.changed(session.client().clientId());
        }
        return outcome;
    }

    /**
     * BACKCHANNEL_CTL (RFC 8881 section 18.33): changes how the session's client wants to be
     * called. A session may have been created without a backchannel and be given its connection
     * later, so that there need not be one.
     */
    public NfsStatus backchannelCtl(Session session, BackchannelCtlArgs args) {
        NfsStatus unusable = CallbackSecurity.check(args.secParms());
        if (unusable != null) {
            return unusable;
        }
        NfsStatus done =
                lock.locked(() -> {
                    session.callbacks(
                            session.callbacks().changed(args.cbProgram(), args.secParms()));
                    session.bindings().unmuteAll();
                    return NfsStatus.OK;
                });
        lock.changed(session.client().clientId());
        return done;
    }

    /**
     * RECLAIM_COMPLETE (RFC 8881 section 18.51). The one for a single file system concerns one that
     * has migrated here; there are none, and it is ignored.
     */
    public NfsStatus reclaimComplete(ClientRecord client, boolean oneFs) {
        if (oneFs) {
            return NfsStatus.OK;
        }
        if (!client.completeReclaim()) {
            return NfsStatus.COMPLETE_ALREADY;
        }
        grace.completed(client, state.holdsState(client.clientId()));
        return NfsStatus.OK;
    }

    /**
     * Ends all associations of a connection. To be called once, when the last of its requests has
     * been answered or dropped.
     */
    public void connectionClosed(long connectionId) {
        connections.closed(connectionId);
    }

    /**
     * The sessions whose clients are to be asked by CB_RECALL_SLOT to use fewer slots. Who sends
     * requests is told by the replies to them: only those are here that have been silent while
     * memory for replies became scarce, and hold some that is wanted back (RFC 8881 section 20.8).
     */
    public List<SlotRecall> slotsToRecall(long now) {
        if (replyMemory.level() == 0) {
            return List.of();
        }
        return lock.locked(() -> slotRecalls.dueLocked(now));
    }

    /** What becomes of silent clients. */
    public Leases leases() {
        return leases;
    }

    /** The client of that id, confirmed or not, or null. Lock-free. */
    public @Nullable ClientRecord client(long clientId) {
        return clients.find(clientId);
    }

    /** How many client ids are confirmed. */
    public int confirmedClients() {
        return lock.locked(clients::confirmedCountLocked);
    }

    /** How many client ids wait for their first CREATE_SESSION. */
    public int unconfirmedClients() {
        return lock.locked(clients::unconfirmedCountLocked);
    }

    /** How many addresses have clients, confirmed or not. */
    public int origins() {
        return lock.locked(clients::originCountLocked);
    }

    /** How many sessions there are. */
    public int sessions() {
        return lock.locked(sessions::countLocked);
    }

    /** What the replies of all sessions take, and how much they may. */
    public ReplyMemory replyMemory() {
        return replyMemory;
    }

    /** How many connections are associated with sessions. */
    public int associatedConnections() {
        return connections.count();
    }
}
