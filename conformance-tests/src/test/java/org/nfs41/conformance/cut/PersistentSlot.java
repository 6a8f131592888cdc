package org.nfs41.conformance.cut;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NfsSlot;
import org.nfs41.conformance.client.NoReplyFailure;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.TransportException;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;

/**
 * A slot with a connection of its own that does not give up: without a reply, the same request is
 * sent again on a new connection, as RFC 8881 section 2.10.6.2 has it. For one thread.
 */
final class PersistentSlot implements AutoCloseable {
    /** More than a request has ever needed; then something else is wrong. */
    private static final int ATTEMPTS = 1_000;

    private final NfsSession session;
    private final NfsSlot slot;
    private final ClientConfig config;
    private @Nullable NfsConnection connection;
    private int retries;

    /** A slot that has not been used, to be used through {@code config}'s server address. */
    PersistentSlot(NfsSession session, int id, ClientConfig config) {
        this.session = session;
        this.slot = session.slot(id);
        this.config = config;
    }

    /** How many requests were sent again. */
    int retries() {
        return retries;
    }

    /** Sends SEQUENCE and these operations until there is a reply, which is to be cached. */
    Reply call(ArgOp... ops) {
        Compound request = session.request(slot.next(true), ops);
        slot.advance();
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                Reply reply = connection().call(request);
                if (!isStillExecuting(reply)) {
                    return reply;
                }
            } catch (NoReplyFailure | TransportException e) {
                close();
            }
            retries++;
        }
        throw new IllegalStateException("no reply to " + request + " in " + ATTEMPTS + " attempts");
    }

    private static boolean isStillExecuting(Reply reply) {
        return !reply.sequenceSucceeded() && reply.status().equals(NfsStatus.DELAY);
    }

    private NfsConnection connection() {
        NfsConnection open = connection;
        if (open == null) {
            open = NfsConnection.open(config, session.client().callbacks());
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
