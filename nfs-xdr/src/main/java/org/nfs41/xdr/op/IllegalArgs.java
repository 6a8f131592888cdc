package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** An operation that does not exist. The arguments of ILLEGAL, RFC 8881 section 18.52. */
public record IllegalArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static IllegalArgs decodeBody(XdrReader in) {
        return new IllegalArgs();
    }

    @Override
    public Operation op() {
        return Operation.ILLEGAL;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
