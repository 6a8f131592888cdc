package org.nfs41.conformance.client;

import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A session that was created, with the bookkeeping of its slots. Requests with right sequence ids
 * come from {@link #compound} and {@link #slot}; everything else is composed by {@link #sequence}
 * and sent with {@link #send}, which keeps no books.
 */
public final class NfsSession {
    private final NfsClient client;
    private final CreateSessionResOk created;
    private final Map<Integer, NfsSlot> slots = new ConcurrentHashMap<>();

    NfsSession(NfsClient client, CreateSessionResOk created) {
        this.client = client;
        this.created = created;
    }

    /** The client it belongs to. */
    public NfsClient client() {
        return client;
    }

    /** The session id. */
    public SessionId id() {
        return created.sessionId();
    }

    /** What CREATE_SESSION returned. */
    public CreateSessionResOk created() {
        return created;
    }

    /** The limits of the fore channel as granted. */
    public ChannelAttributes foreChannel() {
        return created.foreChannelAttributes();
    }

    /** The number of slots as granted. */
    public int slotCount() {
        return foreChannel().maxRequests();
    }

    /** The slot of this number, whether the server has it or not. */
    public NfsSlot slot(int id) {
        return slots.computeIfAbsent(id, number -> new NfsSlot(this, number));
    }

    /** A SEQUENCE of this session; the highest slot in use is the one named. */
    public SequenceArgs sequence(int slot, int sequenceId) {
        return sequence(slot, sequenceId, false);
    }

    /** A SEQUENCE of this session that may ask for the reply to be cached. */
    public SequenceArgs sequence(int slot, int sequenceId, boolean cacheThis) {
        return new SequenceArgs(id(), sequenceId, slot, slot, cacheThis);
    }

    /** A COMPOUND that begins with {@code sequence}. */
    public Compound request(SequenceArgs sequence, ArgOp... ops) {
        Compound compound = Compound.of(sequence);
        for (ArgOp op : ops) {
            compound = compound.plus(op);
        }
        return compound;
    }

    /** Sends SEQUENCE on slot 0 and these operations, and waits. */
    public Reply compound(ArgOp... ops) {
        return slot(0).compound(ops);
    }

    /** The same with {@code sa_cachethis}. */
    public Reply compoundCached(ArgOp... ops) {
        return slot(0).compoundCached(ops);
    }

    /** Sends exactly these operations on the client's first connection, and waits. */
    public Reply send(ArgOp... ops) {
        return client.connection().call(ops);
    }

    /** Sends SEQUENCE on slot 0 and these operations, all of which have to succeed. */
    public Reply require(ArgOp... ops) {
        Reply reply = compound(ops);
        ReplyAssert.assertThatReply(reply).because("needed to go on").isOk();
        return reply;
    }
}
