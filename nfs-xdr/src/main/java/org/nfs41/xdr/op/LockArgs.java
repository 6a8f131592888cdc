package org.nfs41.xdr.op;

import org.nfs41.xdr.LockType;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Locks a byte range of the current filehandle. The arguments of LOCK, RFC 8881 section 18.10.
 *
 * @param lockType the kind of lock
 * @param reclaim whether it is a lock from before a server restart
 * @param offset the first byte
 * @param length how many bytes; all ones means to the end of the file, 0 is not allowed
 * @param locker who locks
 */
public record LockArgs(LockType lockType, boolean reclaim, long offset, long length, Locker locker)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static LockArgs decodeBody(XdrReader in) throws XdrException {
        return new LockArgs(
                LockType.decode(in),
                in.readBoolean(),
                in.readLong(),
                in.readLong(),
                Locker.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LOCK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        lockType.encode(out);
        out.writeBoolean(reclaim);
        out.writeLong(offset);
        out.writeLong(length);
        locker.encode(out);
    }
}
