package org.nfs41.xdr;

/**
 * A device number, {@code specdata4} (RFC 8881 section 3.3.4).
 *
 * @param major the device's major number, unsigned
 * @param minor the device's minor number, unsigned
 */
public record SpecData(int major, int minor) {
    /** Reads one. */
    public static SpecData decode(XdrReader in) throws XdrException {
        return new SpecData(in.readInt(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(major);
        out.writeInt(minor);
    }
}
