package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Adds a name in the directory of the current filehandle to the saved filehandle's file. The
 * arguments of LINK, RFC 8881 section 18.9.
 *
 * @param newName the name
 */
public record LinkArgs(Opaque newName) implements ArgOp {
    /** Reads what follows the operation number. */
    public static LinkArgs decodeBody(XdrReader in) throws XdrException {
        return new LinkArgs(in.readOpaque(Limits.COMPONENT));
    }

    @Override
    public Operation op() {
        return Operation.LINK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(newName);
    }
}
