package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Another owner's lock is in the way of what LOCKT asked about. The result of LOCKT with {@code
 * NFS4ERR_DENIED}, RFC 8881 section 18.11.
 *
 * @param denied one such lock
 */
public record LockTDeniedRes(LockDenied denied) implements ResOp {
    /** Reads what follows the status. */
    public static LockTDeniedRes decodeBody(XdrReader in) throws XdrException {
        return new LockTDeniedRes(LockDenied.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.LOCKT;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.DENIED;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        denied.encode(out);
    }
}
