package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Ends the compound if an attribute differs. The arguments of VERIFY, RFC 8881 section 18.31.
 *
 * @param objAttributes what to compare with
 */
public record VerifyArgs(FileAttributes objAttributes) implements ArgOp {
    /** Reads what follows the operation number. */
    public static VerifyArgs decodeBody(XdrReader in) throws XdrException {
        return new VerifyArgs(FileAttributes.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.VERIFY;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        objAttributes.encode(out);
    }
}
