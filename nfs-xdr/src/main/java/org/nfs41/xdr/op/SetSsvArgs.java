package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Changes the secret state verifier. The arguments of SET_SSV, RFC 8881 section 18.47.
 *
 * @param ssv what the old one is combined with
 * @param digest proves that the sender knows the old one
 */
public record SetSsvArgs(Opaque ssv, Opaque digest) implements ArgOp {
    /** Reads what follows the operation number. */
    public static SetSsvArgs decodeBody(XdrReader in) throws XdrException {
        return new SetSsvArgs(in.readOpaque(Limits.SSV), in.readOpaque(Limits.SSV));
    }

    @Override
    public Operation op() {
        return Operation.SET_SSV;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(ssv);
        out.writeOpaque(digest);
    }
}
