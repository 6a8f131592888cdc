package org.nfs41.xdr.cb;

import org.nfs41.xdr.DeviceId;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A pNFS device changed its address, {@code notify_deviceid_change4} (RFC 8881 section 20.12).
 *
 * @param layoutType the layout type it is used with
 * @param deviceId the device
 * @param immediate whether the old address must not be used any more
 */
public record NotifyDeviceIdChange(LayoutType layoutType, DeviceId deviceId, boolean immediate) {
    /** Reads one. */
    public static NotifyDeviceIdChange decode(XdrReader in) throws XdrException {
        return new NotifyDeviceIdChange(
                LayoutType.decode(in), DeviceId.decode(in), in.readBoolean());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        layoutType.encode(out);
        deviceId.encode(out);
        out.writeBoolean(immediate);
    }
}
