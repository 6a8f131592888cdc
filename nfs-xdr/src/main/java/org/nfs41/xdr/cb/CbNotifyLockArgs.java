package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Tells that a lock may be available now. The arguments of CB_NOTIFY_LOCK, RFC 8881 section 20.11.
 *
 * @param fh the file
 * @param lockOwner who was denied the lock
 */
public record CbNotifyLockArgs(FileHandle fh, LockOwner lockOwner) implements CbArgOp {
    /** Reads what follows the operation number. */
    public static CbNotifyLockArgs decodeBody(XdrReader in) throws XdrException {
        return new CbNotifyLockArgs(FileHandle.decode(in), LockOwner.decode(in));
    }

    @Override
    public CallbackOperation op() {
        return CallbackOperation.CB_NOTIFY_LOCK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        fh.encode(out);
        lockOwner.encode(out);
    }
}
