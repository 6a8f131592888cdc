package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks how the current filehandle, or its parent, may be accessed. The arguments of
 * SECINFO_NO_NAME, RFC 8881 section 18.45.
 *
 * @param style which of the two
 */
public record SecInfoNoNameArgs(SecInfoStyle style) implements ArgOp {
    /** Reads what follows the operation number. */
    public static SecInfoNoNameArgs decodeBody(XdrReader in) throws XdrException {
        return new SecInfoNoNameArgs(SecInfoStyle.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.SECINFO_NO_NAME;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        style.encode(out);
    }
}
