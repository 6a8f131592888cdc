package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The secret state verifier is changed. The successful result of SET_SSV, RFC 8881 section 18.47.
 *
 * @param digest proves that the server knows the new one
 */
public record SetSsvResOk(Opaque digest) implements ResOp {
    /** Reads what follows the status. */
    public static SetSsvResOk decodeBody(XdrReader in) throws XdrException {
        return new SetSsvResOk(in.readOpaque(Limits.SSV));
    }

    @Override
    public Operation op() {
        return Operation.SET_SSV;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeOpaque(digest);
    }
}
