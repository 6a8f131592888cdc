package org.nfs41.xdr.op;

import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Asks whether a byte range of the current filehandle could be locked. The arguments of LOCKT, RFC
 * 8881 section 18.11.
 *
 * @param lockType the kind of lock
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file, 0 is not allowed
 * @param owner who would lock
 */
public record LockTArgs(LockType lockType, long offset, long length, LockOwner owner)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static LockTArgs decodeBody(XdrReader in) throws XdrException {
        return new LockTArgs(
                LockType.decode(in), in.readLong(), in.readLong(), LockOwner.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LOCKT;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        lockType.encode(out);
        out.writeLong(offset);
        out.writeLong(length);
        owner.encode(out);
    }
}
