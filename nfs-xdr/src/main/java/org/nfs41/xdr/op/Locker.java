package org.nfs41.xdr.op;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** Who locks, {@code locker4} (RFC 8881 section 18.10). */
public sealed interface Locker {
    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static Locker decode(XdrReader in) throws XdrException {
        return in.readBoolean()
                ? new New(OpenToLockOwner.decode(in))
                : new Existing(ExistLockOwner.decode(in));
    }

    /**
     * An owner without a lock on this file and open.
     *
     * @param openOwner the open and the owner
     */
    record New(OpenToLockOwner openOwner) implements Locker {
        @Override
        public void encode(XdrWriter out) {
            out.writeBoolean(true);
            openOwner.encode(out);
        }
    }

    /**
     * An owner with a lock on this file and open.
     *
     * @param lockOwner the owner's lock state id
     */
    record Existing(ExistLockOwner lockOwner) implements Locker {
        @Override
        public void encode(XdrWriter out) {
            out.writeBoolean(false);
            lockOwner.encode(out);
        }
    }
}
