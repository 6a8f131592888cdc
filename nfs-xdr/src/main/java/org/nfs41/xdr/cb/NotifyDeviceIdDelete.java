package org.nfs41.xdr.cb;

import org.nfs41.xdr.DeviceId;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A pNFS device is gone, {@code notify_deviceid_delete4} (RFC 8881 section 20.12).
 *
 * @param layoutType the layout type it was used with
 * @param deviceId the device
 */
public record NotifyDeviceIdDelete(LayoutType layoutType, DeviceId deviceId) {
    /** Reads one. */
    public static NotifyDeviceIdDelete decode(XdrReader in) throws XdrException {
        return new NotifyDeviceIdDelete(LayoutType.decode(in), DeviceId.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        layoutType.encode(out);
        deviceId.encode(out);
    }
}
