package org.nfs41.xdr.op;

import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Opens a regular file, creating it if so asked. The arguments of OPEN, RFC 8881 section 18.16.
 *
 * @param seqid ignored in NFSv4.1
 * @param shareAccess the access and the delegation wanted, see {@link OpenShare}
 * @param shareDeny what others are to be denied, see {@link OpenShare}
 * @param owner who opens
 * @param openHow whether to create
 * @param claim which file, and by what right
 */
public record OpenArgs(
        int seqid,
        int shareAccess,
        int shareDeny,
        OpenOwner owner,
        OpenFlag openHow,
        OpenClaim claim)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static OpenArgs decodeBody(XdrReader in) throws XdrException {
        return new OpenArgs(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                OpenOwner.decode(in),
                OpenFlag.decode(in),
                OpenClaim.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.OPEN;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeInt(seqid);
        out.writeInt(shareAccess);
        out.writeInt(shareDeny);
        owner.encode(out);
        openHow.encode(out);
        claim.encode(out);
    }
}
