package org.nfs41.xdr;

/**
 * What a client reports to the metadata server with LAYOUTCOMMIT, {@code layoutupdate4} (RFC 8881
 * section 3.3.18).
 *
 * @param type the layout type that says what the body means
 * @param body the body, opaque here
 */
public record LayoutUpdate(LayoutType type, Opaque body) {
    /** Reads one. */
    public static LayoutUpdate decode(XdrReader in) throws XdrException {
        return new LayoutUpdate(LayoutType.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        type.encode(out);
        out.writeOpaque(body);
    }
}
