package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Makes the root of the server's name space the current filehandle. The arguments of PUTROOTFH, RFC
 * 8881 section 18.21.
 */
public record PutRootFhArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static PutRootFhArgs decodeBody(XdrReader in) {
        return new PutRootFhArgs();
    }

    @Override
    public Operation op() {
        return Operation.PUTROOTFH;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
