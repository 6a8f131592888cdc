package org.nfs41.xdr;

/**
 * A per-message token of the SSV mechanism, {@code ssv_mic_tkn4} (RFC 8881 section 2.10.9).
 *
 * @param ssvSeq which SSV was used, counted from 1
 * @param hmac the keyed hash
 */
public record SsvMicTkn(int ssvSeq, Opaque hmac) {
    /** Reads one. */
    public static SsvMicTkn decode(XdrReader in) throws XdrException {
        return new SsvMicTkn(in.readInt(), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(ssvSeq);
        out.writeOpaque(hmac);
    }
}
