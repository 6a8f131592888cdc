package org.nfs41.xdr;

/**
 * Who opens a file, {@code open_owner4} (RFC 8881 section 3.3.10.1).
 *
 * @param clientId the client id; NFSv4.1 servers take it from the session and ignore this one
 * @param owner the client's own name for the owner, at most 1024 bytes
 */
public record OpenOwner(long clientId, Opaque owner) {
    /** Reads one. */
    public static OpenOwner decode(XdrReader in) throws XdrException {
        return new OpenOwner(in.readLong(), in.readOpaque(Limits.OWNER));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(clientId);
        out.writeOpaque(owner);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public OpenOwner detach() {
        return new OpenOwner(clientId, owner.detach());
    }
}
