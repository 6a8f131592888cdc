package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The slot is taken and the lease renewed. The successful result of SEQUENCE, RFC 8881 section
 * 18.46.
 *
 * @param sessionId repeats the request's
 * @param sequenceId repeats the request's
 * @param slotId repeats the request's
 * @param highestSlotId the highest slot the server has a use for
 * @param targetHighestSlotId the highest slot the server wants the client to use
 * @param statusFlags what the client should know of its state, see {@link SequenceStatusFlags}
 */
public record SequenceResOk(
        SessionId sessionId,
        int sequenceId,
        int slotId,
        int highestSlotId,
        int targetHighestSlotId,
        int statusFlags)
        implements ResOp {
    /** Reads what follows the status. */
    public static SequenceResOk decodeBody(XdrReader in) throws XdrException {
        return new SequenceResOk(
                SessionId.decode(in),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.SEQUENCE;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
        out.writeInt(sequenceId);
        out.writeInt(slotId);
        out.writeInt(highestSlotId);
        out.writeInt(targetHighestSlotId);
        out.writeInt(statusFlags);
    }
}
