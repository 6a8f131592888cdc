package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Tells that the server forgot what delegations the client wanted. The arguments of
 * CB_WANTS_CANCELLED, RFC 8881 section 20.10.
 *
 * @param contendedWantsCancelled those that waited for others to get out of the way
 * @param resourcedWantsCancelled those that waited for resources
 */
public record CbWantsCancelledArgs(boolean contendedWantsCancelled, boolean resourcedWantsCancelled)
        implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbWantsCancelledArgs decodeBody(XdrReader in) throws XdrException {
        return new CbWantsCancelledArgs(in.readBoolean(), in.readBoolean());
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_WANTS_CANCELLED;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(contendedWantsCancelled);
        out.writeBoolean(resourcedWantsCancelled);
    }
}
