package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.OpenDelegation;

/**
 * Hands over a delegation that was wanted earlier. The arguments of CB_PUSH_DELEG, RFC 8881 section
 * 20.5.
 *
 * @param fh the file
 * @param delegation the delegation
 */
public record CbPushDelegArgs(FileHandle fh, OpenDelegation delegation) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbPushDelegArgs decodeBody(XdrReader in) throws XdrException {
        return new CbPushDelegArgs(FileHandle.decode(in), OpenDelegation.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_PUSH_DELEG;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        fh.encode(out);
        delegation.encode(out);
    }
}
