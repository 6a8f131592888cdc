package org.nfs41.xdr.op;

import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The current filehandle. The successful result of GETFH, RFC 8881 section 18.8.
 *
 * @param object the filehandle
 */
public record GetFhResOk(FileHandle object) implements ResOp {
    /** Reads what follows the status. */
    public static GetFhResOk decodeBody(XdrReader in) throws XdrException {
        return new GetFhResOk(FileHandle.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GETFH;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        object.encode(out);
    }
}
