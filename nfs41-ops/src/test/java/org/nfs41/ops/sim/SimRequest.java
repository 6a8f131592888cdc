package org.nfs41.ops.sim;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.SequenceArgs;

import java.nio.ByteBuffer;

/**
 * One COMPOUND in a slot, and what its client knows of it: nothing, or how many of its operations
 * have taken effect.
 */
final class SimRequest {
    /** The effects that are not known. */
    static final int UNKNOWN = -1;

    /** Length of the tag, which is the request's number. */
    static final int TAG_BYTES = Long.BYTES;

    /** Where sa_highest_slotid stands: after tag, version, count, number, session and two ids. */
    private static final int HIGHEST_SLOT = 4 + TAG_BYTES + 3 * 4 + 16 + 2 * 4;

    final long id;
    final SequenceArgs sequence;
    final byte[] message;

    /** The request that this one asks about; null for one with effects of its own. */
    final @Nullable SimRequest about;

    /** How often its client had been told the number of slots when it was first sent. */
    int epoch;

    /** Copies on their way or served, and how many of them a SEQUENCE error has come back for. */
    int sent;

    int refused;

    /** The connection of the last copy. */
    @Nullable SimConnection lastSentOn;

    private int effects = UNKNOWN;

    // The oracle's, not the client's.
    byte @Nullable [] firstReply;

    SimRequest(long id, SequenceArgs sequence, SimOperations.Call[] calls) {
        this(id, sequence, null, encode(id, sequence, calls));
    }

    private SimRequest(long id, SequenceArgs sequence, @Nullable SimRequest about, byte[] message) {
        this.id = id;
        this.sequence = sequence;
        this.about = about;
        this.message = message;
    }

    /** A request that asks which operations of another one have taken effect. */
    static SimRequest asking(long id, SequenceArgs sequence, SimRequest about) {
        XdrWriter out = open(id, sequence, 2);
        SimOperations.encodeAsk(out, about.id);
        return new SimRequest(id, sequence, about, out.toByteArray());
    }

    /** The message of a request with another sa_highest_slotid, as it may be in each copy. */
    static byte[] telling(byte[] message, int highestSlotId) {
        byte[] copy = message.clone();
        ByteBuffer.wrap(copy).putInt(HIGHEST_SLOT, highestSlotId);
        return copy;
    }

    /** What a message tells as its sa_highest_slotid. */
    static int told(byte[] message) {
        return ByteBuffer.wrap(message).getInt(HIGHEST_SLOT);
    }

    boolean known() {
        return effects != UNKNOWN;
    }

    int effects() {
        return effects;
    }

    void know(int count) {
        if (known() && effects != count) {
            throw new SimFailure(
                    this + ": " + effects + " effects, and yet " + count + " by a later reply");
        }
        effects = count;
    }

    /** Whether no copy can have been executed, as SEQUENCE has refused each of them. */
    boolean refusedForGood() {
        return sent == refused;
    }

    SlotKey slotKey() {
        return new SlotKey(sequence.sessionId(), sequence.slotId());
    }

    @Override
    public String toString() {
        return "r%d%s[slot %d, seq %s]"
                .formatted(
                        id,
                        about == null ? "" : "?r" + about.id,
                        sequence.slotId(),
                        Integer.toUnsignedString(sequence.sequenceId()));
    }

    private static byte[] encode(long id, SequenceArgs sequence, SimOperations.Call[] calls) {
        XdrWriter out = open(id, sequence, 1 + calls.length);
        for (int i = 0; i < calls.length; i++) {
            SimOperations.encodeAct(out, id, i, calls[i]);
        }
        return out.toByteArray();
    }

    /** The tag tells apart what would be the same request otherwise: two SEQUENCEs alone. */
    private static XdrWriter open(long id, SequenceArgs sequence, int operations) {
        byte[] tag = ByteBuffer.allocate(TAG_BYTES).putLong(id).array();
        XdrWriter out = new XdrWriter();
        new CompoundHeader(Opaque.of(tag), 1, operations).encode(out);
        sequence.encode(out);
        return out;
    }

    /** A slot of the whole server. */
    record SlotKey(SessionId session, int slot) {}
}
