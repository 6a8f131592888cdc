package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.util.function.LongSupplier;

/** CREATE_SESSION (RFC 8881 section 18.36). Used under the client table's lock. */
final class CreateSessions {
    private static final int KNOWN_FLAGS =
            CreateSessionFlags.PERSIST
                    | CreateSessionFlags.CONN_BACK_CHAN
                    | CreateSessionFlags.CONN_RDMA;

    private final Clients clients;
    private final LapsedClients lapsed;
    private final SessionTable sessions;
    private final Connections connections;
    private final ChannelLimits channelLimits;
    private final TableLimits limits;
    private final ReplyMemory memory;
    private final long leaseNanos;
    private final LongSupplier random;

    CreateSessions(
            Clients clients,
            LapsedClients lapsed,
            SessionTable sessions,
            Connections connections,
            ChannelLimits channelLimits,
            TableLimits limits,
            ReplyMemory memory,
            long leaseNanos,
            LongSupplier random) {
        this.clients = clients;
        this.lapsed = lapsed;
        this.sessions = sessions;
        this.connections = connections;
        this.channelLimits = channelLimits;
        this.limits = limits;
        this.memory = memory;
        this.leaseNanos = leaseNanos;
        this.random = random;
    }

    /**
     * The four phases of RFC 8881 section 18.36.4.
     *
     * @param own the session of the SEQUENCE in front, or null
     */
    Outcome<CreateSessionResOk> createLocked(
            CreateSessionArgs args,
            Principal who,
            long connectionId,
            @Nullable Session own,
            long now) {
        ClientRecord record = lookUp(args.clientId(), now);
        if (record == null) {
            return Outcome.refused(NfsStatus.STALE_CLIENTID);
        }
        boolean stranger = !record.principal().equals(who);
        if (stranger && !record.confirmed()) {
            // Before the sequence is looked at: a stranger must not spend the client's.
            return Outcome.refused(NfsStatus.CLID_INUSE);
        }
        CreateSessionSlot slot = record.createSessionSlot();
        return switch (slot.classify(args.sequence())) {
            case MISORDERED -> Outcome.refused(NfsStatus.SEQ_MISORDERED);
            // A session id is the key to the session: no other principal gets it by guessing.
            case REPLAY ->
                    stranger
                            ? Outcome.refused(NfsStatus.CLID_INUSE)
                            : replay(slot.made(), connectionId);
            case NEW -> {
                Outcome<CreateSessionResOk> outcome = create(record, args, connectionId, own, now);
                if (outcome instanceof Outcome.Done<CreateSessionResOk> done) {
                    slot.completed(done.value());
                } else if (!outcome.status().equals(NfsStatus.DELAY)) {
                    slot.refused(args.sequence());
                }
                yield outcome;
            }
        };
    }

    /** A record that was not confirmed within a lease is gone (section 18.35.4, record field 5). */
    private @Nullable ClientRecord lookUp(long clientId, long now) {
        ClientRecord record = clients.find(clientId);
        if (record != null && !record.confirmed() && record.lease().lapsed(now, leaseNanos)) {
            clients.dropUnconfirmedLocked(record.owner());
            return null;
        }
        return record;
    }

    /** The client believes that this connection is the session's: the first one may be dead. */
    private Outcome<CreateSessionResOk> replay(CreateSessionResOk made, long connectionId) {
        Session session = sessions.find(made.sessionId().high(), made.sessionId().low());
        if (session != null) {
            associate(session, connectionId, made.flags());
        }
        return Outcome.done(made);
    }

    private Outcome<CreateSessionResOk> create(
            ClientRecord record,
            CreateSessionArgs args,
            long connectionId,
            @Nullable Session own,
            long now) {
        if ((args.flags() & ~KNOWN_FLAGS) != 0) {
            return Outcome.refused(NfsStatus.INVAL);
        }
        boolean backWanted = (args.flags() & CreateSessionFlags.CONN_BACK_CHAN) != 0;
        ChannelAttributes fore =
                ChannelNegotiation.fore(args.foreChannelAttributes(), channelLimits);
        ChannelAttributes back =
                ChannelNegotiation.back(args.backChannelAttributes(), channelLimits, backWanted);
        if (fore == null || back == null) {
            return Outcome.refused(NfsStatus.TOOSMALL);
        }
        NfsStatus unusable = CallbackSecurity.check(args.secParms());
        if (unusable != null) {
            return Outcome.refused(unusable);
        }
        if (!makeRoom(record, now)) {
            return Outcome.refused(NfsStatus.NOSPC);
        }
        if (!record.confirmed() && !confirm(record, own, now)) {
            return Outcome.refused(NfsStatus.DELAY);
        }
        record.lease().renew(now);
        SessionParameters parameters =
                new SessionParameters(
                        fore, back, CallbackParameters.of(args.cbProgram(), args.secParms()));
        Session session =
                new Session(
                        sessions.newIdLocked(random),
                        record,
                        parameters,
                        memoryOf(record),
                        connections);
        clients.addSessionLocked(session);
        int flags =
                backWanted && session.backChannelPossible() ? CreateSessionFlags.CONN_BACK_CHAN : 0;
        associate(session, connectionId, flags);
        return Outcome.done(
                new CreateSessionResOk(session.id(), args.sequence(), flags, fore, back));
    }

    /** A client's sessions have one share: more sessions are no way to more memory. */
    private ReplyMemory memoryOf(ClientRecord record) {
        return record.sessions().isEmpty()
                ? memory.shareForClient()
                : record.sessions().getFirst().slots().memory();
    }

    /**
     * Whether one more session fits, and the client if it is new; if not, clients whose lease has
     * lapsed give way.
     */
    private boolean makeRoom(ClientRecord record, long now) {
        if (record.sessions().size() >= limits.sessionsPerClient()) {
            return false;
        }
        while (sessions.countLocked() >= limits.sessions() || lacksRoom(record)) {
            if (!lapsed.endOneLocked(null, record, now)) {
                return false;
            }
        }
        while (lacksRoomAtItsOrigin(record)) {
            if (!lapsed.endOneLocked(record.origin(), record, now)) {
                return false;
            }
        }
        return true;
    }

    private boolean lacksRoom(ClientRecord record) {
        return !record.confirmed()
                && clients.confirmedLocked(record.owner()) == null
                && clients.confirmedCountLocked() >= limits.confirmedClients();
    }

    /** What the client's last incarnation has there ends when this one is confirmed. */
    private boolean lacksRoomAtItsOrigin(ClientRecord record) {
        ClientRecord old = record.confirmed() ? null : clients.confirmedLocked(record.owner());
        if (old != null && !old.origin().equals(record.origin())) {
            old = null;
        }
        int sessionsThatEnd = old == null ? 0 : old.sessions().size();
        int sessionsThatStay = clients.sessionCountLocked(record.origin()) - sessionsThatEnd;
        boolean oneMoreClient = !record.confirmed() && old == null;
        return sessionsThatStay >= limits.sessionsPerOrigin()
                || (oneMoreClient
                        && clients.confirmedCountLocked(record.origin())
                                >= limits.confirmedPerOrigin());
    }

    /**
     * Confirms the record; what the client's last incarnation had ends with this. The request that
     * asks for it may be one of that incarnation's own.
     *
     * @return false if that still has other requests in progress
     */
    private boolean confirm(ClientRecord record, @Nullable Session own, long now) {
        ClientRecord old = clients.confirmedLocked(record.owner());
        if (old != null && !clients.endLocked(old, own, now)) {
            return false;
        }
        clients.confirmLocked(record);
        return true;
    }

    private void associate(Session session, long connectionId, int resultFlags) {
        boolean back = (resultFlags & CreateSessionFlags.CONN_BACK_CHAN) != 0;
        if (back) {
            session.status().wantCalls();
        }
        int directions = back ? Binding.BOTH : Binding.FORE;
        if (session.bindings().of(connectionId) == null) {
            connections.bind(session, new Binding(connectionId, directions, false));
        }
    }
}
