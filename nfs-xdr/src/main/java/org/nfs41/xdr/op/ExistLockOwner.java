package org.nfs41.xdr.op;

import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A further lock by an owner who has one on the file, {@code exist_lock_owner4} (RFC 8881 section
 * 18.10).
 *
 * @param lockStateId the lock state id the owner has
 * @param lockSeqid ignored in NFSv4.1
 */
public record ExistLockOwner(StateId lockStateId, int lockSeqid) {
    /** Reads one. */
    public static ExistLockOwner decode(XdrReader in) throws XdrException {
        return new ExistLockOwner(StateId.decode(in), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        lockStateId.encode(out);
        out.writeInt(lockSeqid);
    }
}
