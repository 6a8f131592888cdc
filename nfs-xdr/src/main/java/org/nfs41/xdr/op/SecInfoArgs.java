package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks how an entry of the current filehandle's directory may be accessed. The arguments of
 * SECINFO, RFC 8881 section 18.29.
 *
 * @param name the entry's name
 */
public record SecInfoArgs(Opaque name) implements ArgOp {
    /** Reads what follows the operation number. */
    public static SecInfoArgs decodeBody(XdrReader in) throws XdrException {
        return new SecInfoArgs(in.readOpaque(Limits.COMPONENT));
    }

    @Override
    public Operation op() {
        return Operation.SECINFO;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(name);
    }
}
