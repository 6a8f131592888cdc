package org.nfs41.xdr;

/**
 * A change of some mode bits, {@code mode_masked4}: the value of the attribute {@code
 * mode_set_masked} (RFC 8881 section 6.2.5).
 *
 * @param valueToSet the new values of the bits that the mask names
 * @param maskBits the bits that are to change
 */
public record ModeMasked(int valueToSet, int maskBits) {
    /** Reads one. */
    public static ModeMasked decode(XdrReader in) throws XdrException {
        return new ModeMasked(in.readInt(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(valueToSet);
        out.writeInt(maskBits);
    }
}
