package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Ends the compound unless an attribute differs. The arguments of NVERIFY, RFC 8881 section 18.15.
 *
 * @param objAttributes what to compare with
 */
public record NVerifyArgs(FileAttributes objAttributes) implements ArgOp {
    /** Reads what follows the operation number. */
    public static NVerifyArgs decodeBody(XdrReader in) throws XdrException {
        return new NVerifyArgs(FileAttributes.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.NVERIFY;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        objAttributes.encode(out);
    }
}
