package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The kinds of access that would be granted. The successful result of ACCESS, RFC 8881 section
 * 18.1.
 *
 * @param supported the kinds asked about that the server can judge, see {@link AccessFlags}
 * @param access those of them that would be granted
 */
public record AccessResOk(int supported, int access) implements ResOp {
    /** Reads what follows the status. */
    public static AccessResOk decodeBody(XdrReader in) throws XdrException {
        return new AccessResOk(in.readInt(), in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.ACCESS;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(supported);
        out.writeInt(access);
    }
}
