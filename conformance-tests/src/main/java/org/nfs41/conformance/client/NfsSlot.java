package org.nfs41.conformance.client;

import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One slot of a session with the sequence id that comes next on it. A slot carries one request at a
 * time; different slots may be used by different threads.
 */
public final class NfsSlot {
    private final NfsSession session;
    private final int id;
    private final AtomicInteger sequenceId = new AtomicInteger(1);

    NfsSlot(NfsSession session, int id) {
        this.session = session;
        this.id = id;
    }

    /** The session it belongs to. */
    public NfsSession session() {
        return session;
    }

    /** Its number, counted from 0. */
    public int id() {
        return id;
    }

    /** The sequence id that the next request has to carry. */
    public int sequenceId() {
        return sequenceId.get();
    }

    /** The SEQUENCE of the next request, without taking the sequence id. */
    public SequenceArgs next(boolean cacheThis) {
        return session.sequence(id, sequenceId.get(), cacheThis);
    }

    /** Takes the next sequence id, for a request that the caller sends himself. */
    public void advance() {
        sequenceId.incrementAndGet();
    }

    /** Sends SEQUENCE and these operations and waits; the reply need not be cached. */
    public Reply compound(ArgOp... ops) {
        return settle(start(session.client().connection(), false, ops));
    }

    /** The same with {@code sa_cachethis}. */
    public Reply compoundCached(ArgOp... ops) {
        return settle(start(session.client().connection(), true, ops));
    }

    /**
     * Sends SEQUENCE and these operations on any connection without waiting. Takes the sequence id.
     */
    public Exchange start(NfsConnection connection, boolean cacheThis, ArgOp... ops) {
        Compound compound = session.request(next(cacheThis), ops);
        advance();
        return connection.send(compound);
    }

    /** Waits for the reply; when SEQUENCE failed, the sequence id is free again. */
    private Reply settle(Exchange exchange) {
        Reply reply = exchange.await();
        boolean refused = reply.hasCompound() && !reply.sequenceSucceeded();
        if (refused) {
            sequenceId.decrementAndGet();
        }
        return reply;
    }
}
