package org.nfs41.xdr.op;

/** Bit numbers of device notifications, {@code notify_deviceid_type4} (RFC 8881 section 20.12). */
public final class NotifyDeviceIdTypes {
    /** The device's address changed. */
    public static final int CHANGE = 1;

    /** The device is gone. */
    public static final int DELETE = 2;

    private NotifyDeviceIdTypes() {}
}
