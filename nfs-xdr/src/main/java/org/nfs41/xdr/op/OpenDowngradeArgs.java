package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Reduces the access of an open. The arguments of OPEN_DOWNGRADE, RFC 8881 section 18.18.
 *
 * @param openStateId the open
 * @param seqid ignored in NFSv4.1
 * @param shareAccess the access that remains, see {@link OpenShare}
 * @param shareDeny the denial that remains, see {@link OpenShare}
 */
public record OpenDowngradeArgs(StateId openStateId, int seqid, int shareAccess, int shareDeny)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static OpenDowngradeArgs decodeBody(XdrReader in) throws XdrException {
        return new OpenDowngradeArgs(StateId.decode(in), in.readInt(), in.readInt(), in.readInt());
    }

    @Override
    public Operation op() {
        return Operation.OPEN_DOWNGRADE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        openStateId.encode(out);
        out.writeInt(seqid);
        out.writeInt(shareAccess);
        out.writeInt(shareDeny);
    }
}
