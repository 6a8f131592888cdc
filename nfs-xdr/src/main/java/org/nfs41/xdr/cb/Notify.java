package org.nfs41.xdr.cb;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Notifications that belong together, {@code notify4} (RFC 8881 section 20.4).
 *
 * @param mask which kinds follow: {@link org.nfs41.xdr.op.NotifyTypes} or {@link
 *     org.nfs41.xdr.op.NotifyDeviceIdTypes}
 * @param values the notifications, one of the records of this package for each bit, in bit order
 */
public record Notify(Bitmap mask, Opaque values) {
    /** Reads one. */
    public static Notify decode(XdrReader in) throws XdrException {
        return new Notify(Bitmap.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        mask.encode(out);
        out.writeOpaque(values);
    }
}
