package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Makes an entry of the current filehandle's directory the current filehandle. The arguments of
 * LOOKUP, RFC 8881 section 18.13.
 *
 * @param objName the entry's name
 */
public record LookupArgs(Opaque objName) implements ArgOp {
    /** Reads what follows the operation number. */
    public static LookupArgs decodeBody(XdrReader in) throws XdrException {
        return new LookupArgs(in.readOpaque(Limits.COMPONENT));
    }

    @Override
    public Operation op() {
        return Operation.LOOKUP;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(objName);
    }
}
