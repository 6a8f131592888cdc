package org.nfs41.xdr;

/**
 * Who locks a byte range, {@code lock_owner4} (RFC 8881 section 3.3.10.2).
 *
 * @param clientId the client id; in arguments NFSv4.1 servers take it from the session and ignore
 *     this one, in a denied lock it says who holds the lock
 * @param owner the client's own name for the owner, at most 1024 bytes
 */
public record LockOwner(long clientId, Opaque owner) {
    /** Reads one. */
    public static LockOwner decode(XdrReader in) throws XdrException {
        return new LockOwner(in.readLong(), in.readOpaque(Limits.OWNER));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(clientId);
        out.writeOpaque(owner);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public LockOwner detach() {
        return new LockOwner(clientId, owner.detach());
    }
}
