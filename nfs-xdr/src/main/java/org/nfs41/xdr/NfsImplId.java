package org.nfs41.xdr;

/**
 * The implementation behind a peer, for logs and statistics only, {@code nfs_impl_id4} (RFC 8881
 * section 3.3.21).
 *
 * @param domain the DNS name of who makes it
 * @param name product name and version
 * @param date the build or release time
 */
public record NfsImplId(Opaque domain, Opaque name, NfsTime date) {
    /** Reads one. */
    public static NfsImplId decode(XdrReader in) throws XdrException {
        return new NfsImplId(
                in.readOpaque(Limits.IMPLEMENTATION_TEXT),
                in.readOpaque(Limits.IMPLEMENTATION_TEXT),
                NfsTime.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOpaque(domain);
        out.writeOpaque(name);
        date.encode(out);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public NfsImplId detach() {
        return new NfsImplId(domain.detach(), name.detach(), date);
    }
}
