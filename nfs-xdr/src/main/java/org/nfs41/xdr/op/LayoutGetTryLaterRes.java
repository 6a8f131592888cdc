package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * No layout at present. The result of LAYOUTGET with {@code NFS4ERR_LAYOUTTRYLATER}, RFC 8881
 * section 18.43.
 *
 * @param willSignalLayoutAvail whether the server will tell when there is one
 */
public record LayoutGetTryLaterRes(boolean willSignalLayoutAvail) implements ResOp {
    /** Reads what follows the status. */
    public static LayoutGetTryLaterRes decodeBody(XdrReader in) throws XdrException {
        return new LayoutGetTryLaterRes(in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.LAYOUTGET;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.LAYOUTTRYLATER;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(willSignalLayoutAvail);
    }
}
