package org.nfs41.xdr;

/**
 * What a per-message token's hash is computed over, {@code ssv_mic_plain_tkn4} (RFC 8881 section
 * 2.10.9).
 *
 * @param ssvSeq which SSV was used, counted from 1
 * @param origPlain the message
 */
public record SsvMicPlainTkn(int ssvSeq, Opaque origPlain) {
    /** Reads one. */
    public static SsvMicPlainTkn decode(XdrReader in) throws XdrException {
        return new SsvMicPlainTkn(in.readInt(), in.readOpaque(Limits.MESSAGE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(ssvSeq);
        out.writeOpaque(origPlain);
    }
}
