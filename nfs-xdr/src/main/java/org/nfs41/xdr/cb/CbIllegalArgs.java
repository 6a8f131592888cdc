package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A callback operation that does not exist. The arguments of CB_ILLEGAL, RFC 8881 section 20.13.
 */
public record CbIllegalArgs() implements CbArgOp {
    /** Reads what follows the operation number: nothing. */
    public static CbIllegalArgs decodeBody(XdrReader in) {
        return new CbIllegalArgs();
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_ILLEGAL;
    }

    @Override
    public void encodeBody(XdrWriter out) {}
}
