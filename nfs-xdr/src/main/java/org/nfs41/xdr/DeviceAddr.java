package org.nfs41.xdr;

/**
 * The address of a pNFS device, {@code device_addr4} (RFC 8881 section 3.3.15).
 *
 * @param layoutType the layout type that says what the body means
 * @param addrBody the address, opaque here
 */
public record DeviceAddr(LayoutType layoutType, Opaque addrBody) {
    /** Reads one. */
    public static DeviceAddr decode(XdrReader in) throws XdrException {
        return new DeviceAddr(LayoutType.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        layoutType.encode(out);
        out.writeOpaque(addrBody);
    }
}
