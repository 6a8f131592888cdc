package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks which kinds of access the server would grant to the current filehandle. The arguments of
 * ACCESS, RFC 8881 section 18.1.
 *
 * @param access the kinds asked about, see {@link AccessFlags}
 */
public record AccessArgs(int access) implements ArgOp {
    /** Reads what follows the operation number. */
    public static AccessArgs decodeBody(XdrReader in) throws XdrException {
        return new AccessArgs(in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.ACCESS;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(access);
    }
}
