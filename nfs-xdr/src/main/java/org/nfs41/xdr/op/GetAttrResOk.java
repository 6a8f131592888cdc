package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Attributes of the current filehandle. The successful result of GETATTR, RFC 8881 section 18.7.
 *
 * @param objAttributes those that were asked for and are supported
 */
public record GetAttrResOk(FileAttributes objAttributes) implements ResOp {
    /** Reads what follows the status. */
    public static GetAttrResOk decodeBody(XdrReader in) throws XdrException {
        return new GetAttrResOk(FileAttributes.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GETATTR;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        objAttributes.encode(out);
    }
}
