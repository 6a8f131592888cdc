package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Takes a slot of a session for the compound it begins. The arguments of SEQUENCE, RFC 8881 section
 * 18.46.
 *
 * @param sessionId the session
 * @param sequenceId one more than in the slot's last request
 * @param slotId the slot, counted from 0
 * @param highestSlotId the highest slot the client has a request outstanding on
 * @param cacheThis whether the whole reply is to be kept for a retry
 */
public record SequenceArgs(
        SessionId sessionId, int sequenceId, int slotId, int highestSlotId, boolean cacheThis)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static SequenceArgs decodeBody(XdrReader in) throws XdrException {
        return new SequenceArgs(
                SessionId.decode(in), in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.SEQUENCE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
        out.writeInt(sequenceId);
        out.writeInt(slotId);
        out.writeInt(highestSlotId);
        out.writeBoolean(cacheThis);
    }
}
