package org.nfs41.xdr.op;

import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The entry is removed. The successful result of REMOVE, RFC 8881 section 18.25.
 *
 * @param cinfo the directory's change attribute around the operation
 */
public record RemoveResOk(ChangeInfo cinfo) implements ResOp {
    /** Reads what follows the status. */
    public static RemoveResOk decodeBody(XdrReader in) throws XdrException {
        return new RemoveResOk(ChangeInfo.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.REMOVE;
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
