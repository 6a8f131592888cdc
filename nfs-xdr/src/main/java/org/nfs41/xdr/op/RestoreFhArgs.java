package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Makes the saved filehandle the current one. The arguments of RESTOREFH, RFC 8881 section 18.27.
 */
public record RestoreFhArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static RestoreFhArgs decodeBody(XdrReader in) {
        return new RestoreFhArgs();
    }

    @Override
    public Operation op() {
        return Operation.RESTOREFH;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
