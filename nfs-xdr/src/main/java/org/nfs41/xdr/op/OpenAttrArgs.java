package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Makes the named attribute directory the current filehandle. The arguments of OPENATTR, RFC 8881
 * section 18.17.
 *
 * @param createDir whether to create it when it is missing
 */
public record OpenAttrArgs(boolean createDir) implements ArgOp {
    /** Reads what follows the operation number. */
    public static OpenAttrArgs decodeBody(XdrReader in) throws XdrException {
        return new OpenAttrArgs(in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.OPENATTR;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(createDir);
    }
}
