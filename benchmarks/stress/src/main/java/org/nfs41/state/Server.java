package org.nfs41.state;

import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** A client table with one client and one session, and the requests that race for them. */
final class Server {
    static final String EXECUTED = "EXECUTED";

    /** The connection that the session was made on. */
    static final long CONNECTION = 1;

    static final long OTHER_CONNECTION = 2;

    private static final long LEASE_NANOS = 90_000_000_000L;
    private static final long RANDOM_STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final int CHANNEL_BYTES = 4096;
    private static final int OPERATIONS = 8;
    private static final int CALLBACK_PROGRAM = 0x4000_0000;
    private static final ByteBuffer REPLY = ByteBuffer.allocate(100);

    final ClientTable clients;
    final SessionId session;

    Server() {
        this(1);
    }

    Server(long seed) {
        AtomicLong random = new AtomicLong(seed);
        clients =
                new ClientTable(
                        new ServerIdentity(
                                1,
                                new ServerOwner(0, Opaque.utf8("stress")),
                                Opaque.utf8("stress"),
                                null),
                        ChannelLimits.DEFAULT,
                        TableLimits.DEFAULT,
                        LeaseTerms.strict(LEASE_NANOS),
                        () -> random.addAndGet(RANDOM_STEP),
                        ClientState.NONE);
        session = createSession(exchangeId("client", 1));
    }

    /** EXCHANGE_ID. */
    ExchangeIdResOk exchangeId(String name, long verifier) {
        ExchangeIdArgs args =
                new ExchangeIdArgs(
                        new ClientOwner(verifier, Opaque.utf8(name)),
                        0,
                        new StateProtectA.None(),
                        null);
        return done(clients.exchangeId(args, Requests.WHO, Origin.UNKNOWN, 0));
    }

    /** The first CREATE_SESSION after that EXCHANGE_ID, which must succeed. */
    SessionId createSession(ExchangeIdResOk client) {
        return done(clients.createSession(arguments(client), Requests.WHO, CONNECTION, null, 0))
                .sessionId();
    }

    /** The same, if it may fail: its status. */
    String tryCreateSession(ExchangeIdResOk client) {
        return clients.createSession(arguments(client), Requests.WHO, CONNECTION, null, 0)
                .status()
                .toString();
    }

    /** DESTROY_SESSION from outside the session: its status. */
    String destroySession() {
        return clients.destroySession(session, CONNECTION, null, true).toString();
    }

    /** BIND_CONN_TO_SESSION of the other connection: its status. */
    String bind() {
        return clients.bindConnToSession(
                        new BindConnToSessionArgs(session, ChannelDirFromClient.FORE, false),
                        OTHER_CONNECTION)
                .status()
                .toString();
    }

    /** Leaves the first slot with request 1 executed and its reply kept. */
    Server withCachedReply() {
        request(CONNECTION);
        return this;
    }

    /**
     * Request 1 on the first slot, as the server executes it or answers its retry.
     *
     * @return EXECUTED, REPLAYED, or why it was not let in; TORN, which is never right, if the
     *     session went while the request was in it
     */
    String request(long connection) {
        Session found = clients.find(session.high(), session.low());
        if (found == null) {
            return "BADSESSION";
        }
        Slot slot = found.slot(0);
        if (slot == null) {
            return "BADSLOT";
        }
        SlotVerdict verdict = slot.accept(1, Requests.FINGERPRINT, Requests.WHO);
        boolean used = clients.used(found, connection, 0);
        if (verdict != SlotVerdict.NEW) {
            return used ? verdict.name() : "BADSESSION";
        }
        if (!used) {
            slot.abandon();
            return "BADSESSION";
        }
        boolean there = clients.find(session.high(), session.low()) == found;
        slot.complete(REPLY, 0, REPLY.capacity(), true);
        return there ? EXECUTED : "TORN";
    }

    private static CreateSessionArgs arguments(ExchangeIdResOk client) {
        ChannelAttributes channel =
                new ChannelAttributes(
                        0, CHANNEL_BYTES, CHANNEL_BYTES, 0, OPERATIONS, 1, OptionalInt.empty());
        return new CreateSessionArgs(
                client.clientId(),
                client.sequenceId(),
                0,
                channel,
                channel,
                CALLBACK_PROGRAM,
                List.of());
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused ->
                    throw new IllegalStateException("refused: " + refused.status());
        };
    }
}
