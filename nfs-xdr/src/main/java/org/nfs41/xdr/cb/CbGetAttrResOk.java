package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Attributes as the holder of the delegation sees them. The successful result of CB_GETATTR, RFC
 * 8881 section 20.1.
 *
 * @param objAttributes those that were asked for
 */
public record CbGetAttrResOk(FileAttributes objAttributes) implements CbResOp {
    /** Reads what follows the status. */
    public static CbGetAttrResOk decodeBody(XdrReader in) throws XdrException {
        return new CbGetAttrResOk(FileAttributes.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_GETATTR;
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
