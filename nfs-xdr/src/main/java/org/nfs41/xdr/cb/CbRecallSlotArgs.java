package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks the client to use fewer slots of the fore channel. The arguments of CB_RECALL_SLOT, RFC 8881
 * section 20.8.
 *
 * @param targetHighestSlotId the highest slot it should use
 */
public record CbRecallSlotArgs(int targetHighestSlotId) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbRecallSlotArgs decodeBody(XdrReader in) throws XdrException {
        return new CbRecallSlotArgs(in.readInt());
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_RECALL_SLOT;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(targetHighestSlotId);
    }
}
