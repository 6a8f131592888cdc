package org.nfs41.xdr.cb;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for delegations or layouts back, whichever the client likes to part with. The arguments of
 * CB_RECALL_ANY, RFC 8881 section 20.6.
 *
 * @param objectsToKeep how many it may keep, unsigned
 * @param typeMask the kinds it is about, see {@link RecallAnyTypes}
 */
public record CbRecallAnyArgs(int objectsToKeep, Bitmap typeMask) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbRecallAnyArgs decodeBody(XdrReader in) throws XdrException {
        return new CbRecallAnyArgs(in.readInt(), Bitmap.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_RECALL_ANY;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(objectsToKeep);
        typeMask.encode(out);
    }
}
