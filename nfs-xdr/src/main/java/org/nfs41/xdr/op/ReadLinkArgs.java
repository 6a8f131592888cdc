package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Reads the symbolic link of the current filehandle. The arguments of READLINK, RFC 8881 section
 * 18.24.
 */
public record ReadLinkArgs() implements ArgOp {
    /** Reads what follows the operation number: nothing. */
    public static ReadLinkArgs decodeBody(XdrReader in) {
        return new ReadLinkArgs();
    }

    @Override
    public Operation op() {
        return Operation.READLINK;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
