package org.nfs41.xdr.op;

import org.nfs41.xdr.DeviceId;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Devices of the file system. The successful result of GETDEVICELIST, RFC 8881 section 18.41.
 *
 * @param cookie where to go on
 * @param cookieVerifier what is to go along with the cookie
 * @param deviceIds the devices
 * @param eof whether there are no more
 */
public record GetDeviceListResOk(
        long cookie, long cookieVerifier, List<DeviceId> deviceIds, boolean eof) implements ResOp {
    /** Copies the lists. */
    public GetDeviceListResOk {
        deviceIds = List.copyOf(deviceIds);
    }

    /** Reads what follows the status. */
    public static GetDeviceListResOk decodeBody(XdrReader in) throws XdrException {
        return new GetDeviceListResOk(
                in.readLong(),
                in.readLong(),
                in.readList(Limits.MESSAGE, DeviceId::decode),
                in.readBoolean());
    }

    @Override
    public Operation op() {
        return Operation.GETDEVICELIST;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(cookie);
        out.writeLong(cookieVerifier);
        out.writeList(deviceIds, DeviceId::encode);
        out.writeBoolean(eof);
    }
}
