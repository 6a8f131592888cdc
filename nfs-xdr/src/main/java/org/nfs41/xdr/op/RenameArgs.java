package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Moves an entry from the saved filehandle's directory to the current one's. The arguments of
 * RENAME, RFC 8881 section 18.26.
 *
 * @param oldName the name in the saved filehandle's directory
 * @param newName the name in the current filehandle's directory
 */
public record RenameArgs(Opaque oldName, Opaque newName) implements ArgOp {
    /** Reads what follows the operation number. */
    public static RenameArgs decodeBody(XdrReader in) throws XdrException {
        return new RenameArgs(in.readOpaque(Limits.COMPONENT), in.readOpaque(Limits.COMPONENT));
    }

    @Override
    public Operation op() {
        return Operation.RENAME;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(oldName);
        out.writeOpaque(newName);
    }
}
