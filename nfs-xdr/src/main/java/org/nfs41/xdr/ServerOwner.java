package org.nfs41.xdr;

/**
 * A server, as it names itself for trunking, {@code server_owner4} (RFC 8881 section 2.10.5).
 *
 * @param minorId equal with an equal major id: sessions may be shared
 * @param majorId equal for two addresses: client ids may be shared, at most 1024 bytes
 */
public record ServerOwner(long minorId, Opaque majorId) {
    /** Reads one. */
    public static ServerOwner decode(XdrReader in) throws XdrException {
        return new ServerOwner(in.readLong(), in.readOpaque(Limits.OWNER));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(minorId);
        out.writeOpaque(majorId);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public ServerOwner detach() {
        return new ServerOwner(minorId, majorId.detach());
    }
}
