package org.nfs41.xdr;

/**
 * The body of a layout, {@code layout_content4} (RFC 8881 section 3.3.16).
 *
 * @param type the layout type that says what the body means
 * @param body the body, opaque here
 */
public record LayoutContent(LayoutType type, Opaque body) {
    /** Reads one. */
    public static LayoutContent decode(XdrReader in) throws XdrException {
        return new LayoutContent(LayoutType.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        type.encode(out);
        out.writeOpaque(body);
    }
}
