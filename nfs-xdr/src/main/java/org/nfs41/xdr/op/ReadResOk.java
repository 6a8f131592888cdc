package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Data of a file. The successful result of READ, RFC 8881 section 18.22.
 *
 * @param eof whether the data reaches the end of the file
 * @param data the data, at most as much as was asked for
 */
public record ReadResOk(boolean eof, Opaque data) implements ResOp {
    /** Reads what follows the status. */
    public static ReadResOk decodeBody(XdrReader in) throws XdrException {
        return new ReadResOk(in.readBoolean(), in.readOpaque(Limits.MESSAGE));
    }

    @Override
    public Operation op() {
        return Operation.READ;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(eof);
        out.writeOpaque(data);
    }
}
