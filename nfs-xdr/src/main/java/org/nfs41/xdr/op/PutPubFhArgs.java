package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Makes the public filehandle the current one. The arguments of PUTPUBFH, RFC 8881 section 18.20.
 */
public record PutPubFhArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static PutPubFhArgs decodeBody(XdrReader in) {
        return new PutPubFhArgs();
    }

    @Override
    public Operation op() {
        return Operation.PUTPUBFH;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
