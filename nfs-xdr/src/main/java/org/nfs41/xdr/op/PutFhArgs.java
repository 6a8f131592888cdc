package org.nfs41.xdr.op;

import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Sets the current filehandle. The arguments of PUTFH, RFC 8881 section 18.19.
 *
 * @param object the filehandle
 */
public record PutFhArgs(FileHandle object) implements ArgOp {
    /** Reads what follows the operation number. */
    public static PutFhArgs decodeBody(XdrReader in) throws XdrException {
        return new PutFhArgs(FileHandle.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.PUTFH;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        object.encode(out);
    }
}
