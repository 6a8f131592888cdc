package org.nfs41.xdr;

import java.util.List;

/**
 * When to use pNFS rather than the metadata server, {@code mdsthreshold4}: the value of the
 * attribute {@code mdsthreshold} (RFC 8881 section 3.3.23).
 *
 * @param hints one for each layout type
 */
public record MdsThreshold(List<ThresholdItem> hints) {
    /** Copies the lists. */
    public MdsThreshold {
        hints = List.copyOf(hints);
    }

    /** Reads one. */
    public static MdsThreshold decode(XdrReader in) throws XdrException {
        return new MdsThreshold(in.readList(Limits.MESSAGE, ThresholdItem::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeList(hints, ThresholdItem::encode);
    }
}
