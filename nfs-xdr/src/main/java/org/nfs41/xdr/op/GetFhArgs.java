package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** Asks for the current filehandle. The arguments of GETFH, RFC 8881 section 18.8. */
public record GetFhArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static GetFhArgs decodeBody(XdrReader in) {
        return new GetFhArgs();
    }

    @Override
    public Operation op() {
        return Operation.GETFH;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
