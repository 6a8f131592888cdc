package org.nfs41.xdr.op;

import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The entry is moved. The successful result of RENAME, RFC 8881 section 18.26.
 *
 * @param sourceCinfo the source directory's change attribute around the operation
 * @param targetCinfo the target directory's change attribute around the operation
 */
public record RenameResOk(ChangeInfo sourceCinfo, ChangeInfo targetCinfo) implements ResOp {
    /** Reads what follows the status. */
    public static RenameResOk decodeBody(XdrReader in) throws XdrException {
        return new RenameResOk(ChangeInfo.decode(in), ChangeInfo.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.RENAME;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        sourceCinfo.encode(out);
        targetCinfo.encode(out);
    }
}
