package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.DeviceId;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for the address of a pNFS device. The arguments of GETDEVICEINFO, RFC 8881 section 18.40.
 *
 * @param deviceId the device
 * @param layoutType the layout type it is used with
 * @param maxCount how many bytes the result may take, unsigned; 0 asks only for notifications
 * @param notifyTypes the notifications wanted, see {@link NotifyDeviceIdTypes}
 */
public record GetDeviceInfoArgs(
        DeviceId deviceId, LayoutType layoutType, int maxCount, Bitmap notifyTypes)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static GetDeviceInfoArgs decodeBody(XdrReader in) throws XdrException {
        return new GetDeviceInfoArgs(
                DeviceId.decode(in), LayoutType.decode(in), in.readInt(), Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GETDEVICEINFO;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        deviceId.encode(out);
        layoutType.encode(out);
        out.writeInt(maxCount);
        notifyTypes.encode(out);
    }
}
