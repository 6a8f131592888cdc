package org.nfs41.xdr.op;

import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The name was added. The successful result of LINK, RFC 8881 section 18.9.
 *
 * @param cinfo the directory's change attribute around the operation
 */
public record LinkResOk(ChangeInfo cinfo) implements ResOp {
    /** Reads what follows the status. */
    public static LinkResOk decodeBody(XdrReader in) throws XdrException {
        return new LinkResOk(ChangeInfo.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LINK;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        cinfo.encode(out);
    }
}
