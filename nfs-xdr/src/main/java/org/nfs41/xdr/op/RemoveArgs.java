package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Removes an entry of the current filehandle's directory. The arguments of REMOVE, RFC 8881 section
 * 18.25.
 *
 * @param target the entry's name
 */
public record RemoveArgs(Opaque target) implements ArgOp {
    /** Reads what follows the operation number. */
    public static RemoveArgs decodeBody(XdrReader in) throws XdrException {
        return new RemoveArgs(in.readOpaque(Limits.COMPONENT));
    }

    @Override
    public Operation op() {
        return Operation.REMOVE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(target);
    }
}
