package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for a delegation back. The arguments of CB_RECALL, RFC 8881 section 20.2.
 *
 * @param stateId the delegation
 * @param truncate whether the file is about to be truncated, so that modified data need not be
 *     written back
 * @param fh the file
 */
public record CbRecallArgs(StateId stateId, boolean truncate, FileHandle fh) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbRecallArgs decodeBody(XdrReader in) throws XdrException {
        return new CbRecallArgs(StateId.decode(in), in.readBoolean(), FileHandle.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_RECALL;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
        out.writeBoolean(truncate);
        fh.encode(out);
    }
}
