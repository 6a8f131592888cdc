package org.nfs41.xdr;

/**
 * When to use pNFS rather than the metadata server, for one layout type, {@code threshold_item4}
 * (RFC 8881 section 3.3.22).
 *
 * @param layoutType the layout type
 * @param hintSet which hints follow, see {@link ThresholdHints}
 * @param hintList the values of the hints, each 64 bits, in bit order
 */
public record ThresholdItem(LayoutType layoutType, Bitmap hintSet, Opaque hintList) {
    /** Reads one. */
    public static ThresholdItem decode(XdrReader in) throws XdrException {
        return new ThresholdItem(
                LayoutType.decode(in), Bitmap.decode(in), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        layoutType.encode(out);
        hintSet.encode(out);
        out.writeOpaque(hintList);
    }
}
