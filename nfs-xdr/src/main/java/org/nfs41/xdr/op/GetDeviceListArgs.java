package org.nfs41.xdr.op;

import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Lists the pNFS devices of the current filehandle's file system. The arguments of GETDEVICELIST,
 * RFC 8881 section 18.41.
 *
 * @param layoutType the layout type
 * @param maxDevices the most devices to return, unsigned
 * @param cookie where to go on, 0 to begin
 * @param cookieVerifier 0 with cookie 0, else the verifier that came with the cookie
 */
public record GetDeviceListArgs(
        LayoutType layoutType, int maxDevices, long cookie, long cookieVerifier) implements ArgOp {
    /** Reads what follows the operation number. */
    public static GetDeviceListArgs decodeBody(XdrReader in) throws XdrException {
        return new GetDeviceListArgs(
                LayoutType.decode(in), in.readInt(), in.readLong(), in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.GETDEVICELIST;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        layoutType.encode(out);
        out.writeInt(maxDevices);
        out.writeLong(cookie);
        out.writeLong(cookieVerifier);
    }
}
