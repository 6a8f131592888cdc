package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** Saves the current filehandle. The arguments of SAVEFH, RFC 8881 section 18.28. */
public record SaveFhArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static SaveFhArgs decodeBody(XdrReader in) {
        return new SaveFhArgs();
    }

    @Override
    public Operation op() {
        return Operation.SAVEFH;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
