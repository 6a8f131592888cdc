package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Confirms an open owner; not part of NFSv4.1. The arguments of OPEN_CONFIRM, RFC 7530 section
 * 16.18.
 *
 * @param openStateId the open
 * @param seqid the owner's sequence number
 */
public record OpenConfirmArgs(StateId openStateId, int seqid) implements ArgOp {
    /** Reads what follows the operation number. */
    public static OpenConfirmArgs decodeBody(XdrReader in) throws XdrException {
        return new OpenConfirmArgs(StateId.decode(in), in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.OPEN_CONFIRM;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        openStateId.encode(out);
        out.writeInt(seqid);
    }
}
