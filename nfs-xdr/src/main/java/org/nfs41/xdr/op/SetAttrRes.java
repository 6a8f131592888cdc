package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The result of SETATTR, whatever the status, RFC 8881 section 18.30.
 *
 * @param status what became of it
 * @param attributesSet the attributes that were set, even if setting others failed
 */
public record SetAttrRes(NfsStatus status, Bitmap attributesSet) implements ResOp {
    /** Reads what follows the status. */
    public static SetAttrRes decodeBody(NfsStatus status, XdrReader in) throws XdrException {
        return new SetAttrRes(status, Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.SETATTR;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        attributesSet.encode(out);
    }
}
