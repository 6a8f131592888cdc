package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.DeviceAddr;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The address of a pNFS device. The successful result of GETDEVICEINFO, RFC 8881 section 18.40.
 *
 * @param deviceAddr the address
 * @param notification the notifications the server will send, see {@link NotifyDeviceIdTypes}
 */
public record GetDeviceInfoResOk(DeviceAddr deviceAddr, Bitmap notification) implements ResOp {
    /** Reads what follows the status. */
    public static GetDeviceInfoResOk decodeBody(XdrReader in) throws XdrException {
        return new GetDeviceInfoResOk(DeviceAddr.decode(in), Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GETDEVICEINFO;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        deviceAddr.encode(out);
        notification.encode(out);
    }
}
