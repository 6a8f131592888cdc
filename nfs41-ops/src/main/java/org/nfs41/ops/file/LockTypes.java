package org.nfs41.ops.file;

import org.nfs41.xdr.LockType;
import org.nfs41.xdr.XdrException;

/**
 * The four kinds of lock. To the lock itself it makes no difference whether its client would wait
 * for it (RFC 8881 section 9.6).
 */
final class LockTypes {
    private LockTypes() {}

    /**
     * Whether it is a write lock.
     *
     * @throws XdrException if it is none of the four (RFC 8881 section 15.1.1.1)
     */
    static boolean isExclusive(LockType type) throws XdrException {
        if (type.equals(LockType.WRITE_LT) || type.equals(LockType.WRITEW_LT)) {
            return true;
        }
        if (type.equals(LockType.READ_LT) || type.equals(LockType.READW_LT)) {
            return false;
        }
        throw new XdrException("nfs_lock_type4 has no value " + type.value());
    }

    /** Whether who asks for it wants to wait until he gets it. */
    static boolean waits(LockType type) {
        return type.equals(LockType.WRITEW_LT) || type.equals(LockType.READW_LT);
    }
}
