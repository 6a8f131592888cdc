package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Takes a slot of a session's backchannel for the callback compound it begins. The arguments of
 * CB_SEQUENCE, RFC 8881 section 20.9.
 *
 * @param sessionId the session
 * @param sequenceId one more than in the slot's last callback
 * @param slotId the slot, counted from 0
 * @param highestSlotId the highest slot the server has a callback outstanding on
 * @param cacheThis whether the whole reply is to be kept for a retry
 * @param referringCallLists the client's requests that the callback is about, so that it waits for
 *     their replies
 */
public record CbSequenceArgs(
        SessionId sessionId,
        int sequenceId,
        int slotId,
        int highestSlotId,
        boolean cacheThis,
        List<ReferringCallList> referringCallLists)
        implements CbArgOp {
    /** Copies the lists. */
    public CbSequenceArgs {
        referringCallLists = List.copyOf(referringCallLists);
    }

    /** Reads what follows the operation number. */
    public static CbSequenceArgs decodeBody(XdrReader in) throws XdrException {
        return new CbSequenceArgs(
                SessionId.decode(in),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readBoolean(),
                in.readList(Limits.MESSAGE, ReferringCallList::decode));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_SEQUENCE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sessionId.encode(out);
        out.writeInt(sequenceId);
        out.writeInt(slotId);
        out.writeInt(highestSlotId);
        out.writeBoolean(cacheThis);
        out.writeList(referringCallLists, ReferringCallList::encode);
    }
}
