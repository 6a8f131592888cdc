package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The object was created and is the current filehandle. The successful result of CREATE, RFC 8881
 * section 18.4.
 *
 * @param cinfo the directory's change attribute around the operation
 * @param attrSet the attributes that were set
 */
public record CreateResOk(ChangeInfo cinfo, Bitmap attrSet) implements ResOp {
    /** Reads what follows the status. */
    public static CreateResOk decodeBody(XdrReader in) throws XdrException {
        return new CreateResOk(ChangeInfo.decode(in), Bitmap.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.CREATE;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        cinfo.encode(out);
        attrSet.encode(out);
    }
}
