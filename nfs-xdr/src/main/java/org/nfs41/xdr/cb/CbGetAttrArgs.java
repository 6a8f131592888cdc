package org.nfs41.xdr.cb;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks the holder of a write delegation for attributes of the file. The arguments of CB_GETATTR,
 * RFC 8881 section 20.1.
 *
 * @param fh the file
 * @param attrRequest the attributes, by {@link org.nfs41.xdr.Attribute} number; size and change are
 *     the ones that can be asked for
 */
public record CbGetAttrArgs(FileHandle fh, Bitmap attrRequest) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbGetAttrArgs decodeBody(XdrReader in) throws XdrException {
        return new CbGetAttrArgs(FileHandle.decode(in), Bitmap.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_GETATTR;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        fh.encode(out);
        attrRequest.encode(out);
    }
}
