package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The address does not fit. The result of GETDEVICEINFO with {@code NFS4ERR_TOOSMALL}, RFC 8881
 * section 18.40.
 *
 * @param minCount how many bytes it needs, unsigned
 */
public record GetDeviceInfoTooSmallRes(int minCount) implements ResOp {
    /** Reads what follows the status. */
    public static GetDeviceInfoTooSmallRes decodeBody(XdrReader in) throws XdrException {
        return new GetDeviceInfoTooSmallRes(in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.GETDEVICEINFO;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.TOOSMALL;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(minCount);
    }
}
