package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The file is open and is the current filehandle. The successful result of OPEN, RFC 8881 section
 * 18.16.
 *
 * @param stateId the open
 * @param cinfo the directory's change attribute around the operation
 * @param rflags see {@link OpenResultFlags}
 * @param attrSet the attributes that were set on a new file
 * @param delegation the delegation that was granted, if any
 */
public record OpenResOk(
        StateId stateId, ChangeInfo cinfo, int rflags, Bitmap attrSet, OpenDelegation delegation)
        implements ResOp {
    /** Reads what follows the status. */
    public static OpenResOk decodeBody(XdrReader in) throws XdrException {
        return new OpenResOk(
                StateId.decode(in),
                ChangeInfo.decode(in),
                in.readInt(),
                Bitmap.decode(in),
                OpenDelegation.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.OPEN;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        stateId.encode(out);
        cinfo.encode(out);
        out.writeInt(rflags);
        attrSet.encode(out);
        delegation.encode(out);
    }
}
