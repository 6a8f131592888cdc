package org.nfs41.xdr.cb;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Tells that delegations or layouts can be had again. The arguments of CB_RECALLABLE_OBJ_AVAIL, RFC
 * 8881 section 20.7.
 *
 * @param objectsToKeep how many are available, unsigned
 * @param typeMask the kinds it is about, see {@link RecallAnyTypes}
 */
public record CbRecallableObjAvailArgs(int objectsToKeep, Bitmap typeMask) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbRecallableObjAvailArgs decodeBody(XdrReader in) throws XdrException {
        return new CbRecallableObjAvailArgs(in.readInt(), Bitmap.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_RECALLABLE_OBJ_AVAIL;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(objectsToKeep);
        typeMask.encode(out);
    }
}
