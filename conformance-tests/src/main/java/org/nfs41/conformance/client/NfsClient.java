package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A client as the server sees it: an owner, a client id once there is one, connections and
 * sessions. Nothing is sent before it is asked for. Use by one thread at a time, except for the
 * connections and slots.
 */
public final class NfsClient implements AutoCloseable {
    private static final int ATTEMPTS = 60;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ClientConfig config;
    private final ClientOwner owner;
    private final Callbacks callbacks;
    private final List<NfsConnection> connections = new ArrayList<>();
    private final List<NfsSession> sessions = new ArrayList<>();
    private @Nullable NfsConnection first;
    private @Nullable ExchangeIdResOk identity;
    private @Nullable NfsSession main;
    private int createSequence;

    /** A client of this owner name with a verifier of its own. */
    public NfsClient(ClientConfig config, String ownerId) {
        this(config, new ClientOwner(ThreadLocalRandom.current().nextLong(), Opaque.utf8(ownerId)));
    }

    /** A client of exactly this owner; the same owner with a new verifier is a restarted client. */
    public NfsClient(ClientConfig config, ClientOwner owner) {
        this.config = config;
        this.owner = owner;
        this.callbacks = new Callbacks(config.transcript());
    }

    /** What its connections have in common. */
    public ClientConfig config() {
        return config;
    }

    /** The owner it names itself by. */
    public ClientOwner owner() {
        return owner;
    }

    /** Answers and records what the server calls on any of its connections. */
    public Callbacks callbacks() {
        return callbacks;
    }

    /** The connection that is used when none is named, opened on first use. */
    public NfsConnection connection() {
        NfsConnection open = first;
        if (open == null || !open.isOpen()) {
            open = newConnection();
            first = open;
        }
        return open;
    }

    /** One more connection. */
    public NfsConnection newConnection() {
        NfsConnection connection = NfsConnection.open(config, callbacks);
        connections.add(connection);
        return connection;
    }

    /** Ends all connections; what comes next opens new ones. */
    public void disconnect() {
        connections.forEach(NfsConnection::close);
        connections.clear();
        first = null;
    }

    /** EXCHANGE_ID as this client sends it: no flags, no state protection. */
    public ExchangeIdArgs exchangeIdArgs() {
        return Ops.exchangeId(owner, 0);
    }

    /** Sends EXCHANGE_ID and keeps client id and sequence id when it succeeds. */
    public Reply exchangeId() {
        Reply reply = connection().call(exchangeIdArgs());
        if (reply.hasCompound() && reply.isOk()) {
            adopt(reply.result(0, ExchangeIdResOk.class));
        }
        return reply;
    }

    /** Goes on with a client id that was obtained elsewhere. */
    public void adopt(ExchangeIdResOk result) {
        identity = result;
        createSequence = result.sequenceId();
    }

    /** What EXCHANGE_ID returned last; asks for it, if need be after NFS4ERR_DELAY. */
    public ExchangeIdResOk identity() {
        ExchangeIdResOk known = identity;
        if (known == null) {
            Reply reply = patiently(this::exchangeId);
            ReplyAssert.assertThatReply(reply).because("needed to go on").isOk();
            known = java.util.Objects.requireNonNull(identity);
        }
        return known;
    }

    /** The client id; asks for one first if there is none. */
    public long clientId() {
        return identity().clientId();
    }

    /** The {@code csa_sequence} that the next CREATE_SESSION has to carry. */
    public int createSequence() {
        identity();
        return createSequence;
    }

    /** CREATE_SESSION as this client sends it next. */
    public CreateSessionArgs createSessionArgs() {
        return Ops.createSession(clientId(), createSequence());
    }

    /**
     * Creates a session; it has to succeed, at once or after NFS4ERR_DELAY. No slot of it has been
     * used.
     */
    public NfsSession createSession() {
        return createSession(args -> args);
    }

    /** Creates a session with changed arguments; it has to succeed. */
    public NfsSession createSession(UnaryOperator<CreateSessionArgs> change) {
        CreateSessionArgs args = change.apply(createSessionArgs());
        Reply reply = patiently(() -> connection().call(args));
        ReplyAssert.assertThatReply(reply).because("needed to go on").isOk();
        return adopt(reply.result(0, CreateSessionResOk.class));
    }

    /** Sends again for a while what the server answers with NFS4ERR_DELAY. */
    private Reply patiently(Supplier<Reply> request) {
        Reply reply = request.get();
        for (int i = 1; i < ATTEMPTS && isDelay(reply); i++) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return reply;
            }
            reply = request.get();
        }
        return reply;
    }

    private static boolean isDelay(Reply reply) {
        return reply.hasCompound() && reply.status().equals(NfsStatus.DELAY);
    }

    /** Goes on with a session that was created with raw calls, and counts it. */
    public NfsSession adopt(CreateSessionResOk created) {
        createSequence = created.sequence() + 1;
        NfsSession session = new NfsSession(this, created);
        sessions.add(session);
        return session;
    }

    /** All it takes to use files: client id, session, RECLAIM_COMPLETE. */
    public NfsSession connect() {
        NfsSession session = createSession();
        session.require(Ops.reclaimComplete());
        return session;
    }

    /** The session of {@link #connect}, created on first use. */
    public NfsSession mainSession() {
        NfsSession known = main;
        if (known == null) {
            known = connect();
            main = known;
        }
        return known;
    }

    /** Sends exactly these operations on the first connection, and waits. */
    public Reply call(ArgOp... ops) {
        return connection().call(ops);
    }

    /** Ends sessions and client id as far as the server lets us, and all connections. */
    @Override
    public void close() {
        try {
            if (identity != null) {
                destroy();
            }
        } catch (CheckFailure | TransportException e) {
            config.transcript().note("clean-up of the client failed: " + e.getMessage());
        } finally {
            connections.forEach(NfsConnection::close);
        }
    }

    private void destroy() {
        for (NfsSession session : sessions) {
            connection().call(Ops.destroySession(session.id()));
        }
        Reply reply = connection().call(Ops.destroyClientId(clientId()));
        if (reply.hasCompound() && reply.status().equals(NfsStatus.CLIENTID_BUSY)) {
            dropStateByRestart();
        }
    }

    /** State that is left goes away when a new incarnation is confirmed (18.35.4 case 5). */
    private void dropStateByRestart() {
        ClientOwner next = new ClientOwner(owner.verifier() + 1, owner.ownerId());
        Reply reply = connection().call(Ops.exchangeId(next, 0));
        adopt(reply.result(0, ExchangeIdResOk.class));
        NfsSession session = createSession();
        connection().call(Ops.destroySession(session.id()));
        connection().call(Ops.destroyClientId(clientId()));
    }
}
