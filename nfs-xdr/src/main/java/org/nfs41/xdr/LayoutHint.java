package org.nfs41.xdr;

/**
 * What a client would like of a file's layout, {@code layouthint4} (RFC 8881 section 3.3.19).
 *
 * @param type the layout type that says what the body means
 * @param body the body, opaque here
 */
public record LayoutHint(LayoutType type, Opaque body) {
    /** Reads one. */
    public static LayoutHint decode(XdrReader in) throws XdrException {
        return new LayoutHint(LayoutType.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        type.encode(out);
        out.writeOpaque(body);
    }
}
