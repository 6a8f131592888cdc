package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Makes the parent directory the current filehandle. The arguments of LOOKUPP, RFC 8881 section
 * 18.14.
 */
public record LookupPArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static LookupPArgs decodeBody(XdrReader in) {
        return new LookupPArgs();
    }

    @Override
    public Operation op() {
        return Operation.LOOKUPP;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
