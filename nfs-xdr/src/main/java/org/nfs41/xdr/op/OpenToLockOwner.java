package org.nfs41.xdr.op;

import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A first lock by an owner, on the strength of an open, {@code open_to_lock_owner4} (RFC 8881
 * section 3.3.11).
 *
 * @param openSeqid ignored in NFSv4.1
 * @param openStateId the open
 * @param lockSeqid ignored in NFSv4.1
 * @param lockOwner who is to hold the lock
 */
public record OpenToLockOwner(
        int openSeqid, StateId openStateId, int lockSeqid, LockOwner lockOwner) {
    /** Reads one. */
    public static OpenToLockOwner decode(XdrReader in) throws XdrException {
        return new OpenToLockOwner(
                in.readInt(), StateId.decode(in), in.readInt(), LockOwner.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(openSeqid);
        openStateId.encode(out);
        out.writeInt(lockSeqid);
        lockOwner.encode(out);
    }
}
