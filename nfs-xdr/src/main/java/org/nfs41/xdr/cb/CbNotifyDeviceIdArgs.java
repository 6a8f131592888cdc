package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Tells that pNFS devices changed or are gone. The arguments of CB_NOTIFY_DEVICEID, RFC 8881
 * section 20.12.
 *
 * @param changes the changes
 */
public record CbNotifyDeviceIdArgs(List<Notify> changes) implements CbArgOp {
    /** Copies the lists. */
    public CbNotifyDeviceIdArgs {
        changes = List.copyOf(changes);
    }

    /** Reads what follows the operation number. */
    public static CbNotifyDeviceIdArgs decodeBody(XdrReader in) throws XdrException {
        return new CbNotifyDeviceIdArgs(in.readList(Limits.MESSAGE, Notify::decode));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_NOTIFY_DEVICEID;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeList(changes, Notify::encode);
    }
}
