package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks for a delegation of the current filehandle's directory. The arguments of GET_DIR_DELEGATION,
 * RFC 8881 section 18.39.
 *
 * @param signalDelegAvail whether to be told when one becomes available
 * @param notificationTypes the notifications wanted, see {@link NotifyTypes}
 * @param childAttrDelay how long the notification of an entry's change may wait
 * @param dirAttrDelay how long the notification of the directory's change may wait
 * @param childAttributes the attributes of entries wanted in notifications
 * @param dirAttributes the attributes of the directory wanted in notifications
 */
public record GetDirDelegationArgs(
        boolean signalDelegAvail,
        Bitmap notificationTypes,
        NfsTime childAttrDelay,
        NfsTime dirAttrDelay,
        Bitmap childAttributes,
        Bitmap dirAttributes)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static GetDirDelegationArgs decodeBody(XdrReader in) throws XdrException {
        return new GetDirDelegationArgs(
                in.readBoolean(),
                Bitmap.decode(in),
                NfsTime.decode(in),
                NfsTime.decode(in),
                Bitmap.decode(in),
                Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.GET_DIR_DELEGATION;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeBoolean(signalDelegAvail);
        notificationTypes.encode(out);
        childAttrDelay.encode(out);
        dirAttrDelay.encode(out);
        childAttributes.encode(out);
        dirAttributes.encode(out);
    }
}
