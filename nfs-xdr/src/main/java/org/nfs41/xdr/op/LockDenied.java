package org.nfs41.xdr.op;

import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * A lock that is in the way, {@code LOCK4denied} (RFC 8881 section 18.10).
 *
 * @param offset its first byte
 * @param length how many bytes it covers; all ones means to the end of the file
 * @param lockType its kind
 * @param owner who holds it
 */
public record LockDenied(long offset, long length, LockType lockType, LockOwner owner) {
    /** Reads one. */
    public static LockDenied decode(XdrReader in) throws XdrException {
        return new LockDenied(
                in.readLong(), in.readLong(), LockType.decode(in), LockOwner.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(offset);
        out.writeLong(length);
        lockType.encode(out);
        owner.encode(out);
    }
}
