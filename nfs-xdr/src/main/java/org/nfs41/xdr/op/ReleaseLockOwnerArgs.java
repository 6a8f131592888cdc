package org.nfs41.xdr.op;

import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Forgets a lock owner; not part of NFSv4.1. The arguments of RELEASE_LOCKOWNER, RFC 7530 section
 * 16.37.
 *
 * @param lockOwner the owner
 */
public record ReleaseLockOwnerArgs(LockOwner lockOwner) implements ArgOp {
    /** Reads what follows the operation number. */
    public static ReleaseLockOwnerArgs decodeBody(XdrReader in) throws XdrException {
        return new ReleaseLockOwnerArgs(LockOwner.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.RELEASE_LOCKOWNER;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        lockOwner.encode(out);
    }
}
