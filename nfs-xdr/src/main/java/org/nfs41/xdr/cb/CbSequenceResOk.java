package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The slot is taken. The successful result of CB_SEQUENCE, RFC 8881 section 20.9.
 *
 * @param sessionId repeats the callback's
 * @param sequenceId repeats the callback's
 * @param slotId repeats the callback's
 * @param highestSlotId the highest slot the client has a use for
 * @param targetHighestSlotId the highest slot the client wants the server to use
 */
public record CbSequenceResOk(
        SessionId sessionId, int sequenceId, int slotId, int highestSlotId, int targetHighestSlotId)
        implements CbResOp {
    /** Reads what follows the status. */
    public static CbSequenceResOk decodeBody(XdrReader in) throws XdrException {
        return new CbSequenceResOk(
                SessionId.decode(in), in.readInt(), in.readInt(), in.readInt(), in.readInt());
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_SEQUENCE;
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
    }
}
