package org.nfs41.xdr.op;

import org.nfs41.xdr.LockType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Unlocks a byte range of the current filehandle. The arguments of LOCKU, RFC 8881 section 18.12.
 *
 * @param lockType ignored by servers
 * @param seqid ignored in NFSv4.1
 * @param lockStateId the owner's locks of this file
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file, 0 is not allowed
 */
public record LockUArgs(LockType lockType, int seqid, StateId lockStateId, long offset, long length)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static LockUArgs decodeBody(XdrReader in) throws XdrException {
        return new LockUArgs(
                LockType.decode(in),
                in.readInt(),
                StateId.decode(in),
                in.readLong(),
                in.readLong());
    }

    @Override
    public Operation op() {
        return Operation.LOCKU;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        lockType.encode(out);
        out.writeInt(seqid);
        lockStateId.encode(out);
        out.writeLong(offset);
        out.writeLong(length);
    }
}
