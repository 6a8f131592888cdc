package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for attributes of the current filehandle. The arguments of GETATTR, RFC 8881 section 18.7.
 *
 * @param attrRequest the attributes, by {@link org.nfs41.xdr.Attribute} number
 */
public record GetAttrArgs(Bitmap attrRequest) implements ArgOp {
    /** Reads what follows the operation number. */
    public static GetAttrArgs decodeBody(XdrReader in) throws XdrException {
        return new GetAttrArgs(Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GETATTR;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        attrRequest.encode(out);
    }
}
